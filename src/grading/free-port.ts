import { tcpRows } from '../kit/kernel/tcp.ts';

/** The port with its two bytes swapped. */
export const swapped = (port: number): number => ((port & 0xff) << 8) | (port >> 8);

/**
 * A free port outside the kernel's ephemeral range, whose byte-swapped twin is a different port that is free
 * and unprivileged, too.
 */
export function freePort(): number {
  const used = new Set(tcpRows().map((row) => row.localPort));
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (!used.has(port) && !used.has(swapped(port)) && swapped(port) > 1024 && swapped(port) !== port) return port;
  }
}

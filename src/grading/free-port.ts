import { tcpRows } from '../kit/kernel/tcp.ts';

/** What a port becomes when its two bytes change places. */
export const swapped = (port: number): number => ((port & 0xff) << 8) | (port >> 8);

/**
 * A port that nobody uses, outside the range from which the kernel takes its own, and whose
 * byte-swapped twin is another port that could be bound just as well.
 */
export function freePort(): number {
  const used = new Set(tcpRows().map((row) => row.localPort));
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (!used.has(port) && !used.has(swapped(port)) && swapped(port) > 1024 && swapped(port) !== port) return port;
  }
}

/** A client of the demos: it asks for files, and lets the kernel throw the answers away. */
import { MSG_TRUNC, POLLIN, poll, recv } from '#sys';
import type { Peer } from '../../src/kit/peer.ts';

const HEADER = 8;
const waste = Buffer.alloc(1 << 20);
/** A server that sends nothing for so long will send nothing more. */
const PATIENCE_MS = 20_000;

/** Fetches a file and drops its bytes. Returns how many came behind the header, before all of `size` or the end. */
export async function drop(peer: Peer, name: string, size: number): Promise<number> {
  peer.offer(Buffer.from(`GET ${name}\n`));
  return (await dropBytes(peer, HEADER + size)) - HEADER;
}

/** Drops the next `most` bytes of a connection, or all until its end. */
export async function dropBytes(peer: Peer, most: number): Promise<number> {
  let got = 0;
  while (got < most) {
    // MSG_TRUNC: the kernel drops the bytes and copies them nowhere. tcp(7)
    const n = recv(peer.fd, waste, MSG_TRUNC, Math.min(waste.length, most - got));
    if (n === 0) break;
    if (n !== null) got += n;
    else if (poll([{ fd: peer.fd, events: POLLIN }], PATIENCE_MS)[0] === 0) break;
    if (got % (64 << 20) < waste.length) await new Promise((resolve) => setImmediate(resolve)); // Ctrl-C
  }
  return got;
}

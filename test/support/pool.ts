import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError, kill } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { Finding } from '../../src/kit/finding.ts';
import { descriptors, isZombie, socketInodes } from '../../src/kit/kernel/proc.ts';
import { tcpRows } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { trainOf } from './trains.ts';

/** More than sockets hold for a client that does not read, whatever their buffers grow to. */
export const BIG_BYTES = 16_000_000;
export const BIG = 'big.bin';
export const SMALL = 'small.txt';
const SMALL_TEXT = 'a small file\n';

/** The files that the tests of a pool ask for. */
export function fillFolder(folder: string): { big: Buffer; small: Buffer } {
  const big = patternBytes(BIG_BYTES);
  writeFileSync(join(folder, BIG), big);
  writeFileSync(join(folder, SMALL), SMALL_TEXT);
  return { big, small: Buffer.from(SMALL_TEXT) };
}

/** Living children, in the order of their pids. */
export const workersOf = (server: ObservedProgram): number[] =>
  server
    .children()
    .filter((child) => !isZombie(child))
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);

/** Which processes hold the server's end of this client's connection. */
export function holdersOf(server: ObservedProgram, peer: Peer): number[] {
  const inode = peer.serverRow?.inode ?? 0;
  if (inode === 0) return [];
  return server
    .processes()
    .map(({ pid }) => pid)
    .filter((pid) => socketInodes(pid).has(inode));
}

/** The one worker that serves this client; null as long as there is none, so that it can be waited for. */
export function workerFor(server: ObservedProgram, peer: Peer): number | null {
  const holders = holdersOf(server, peer).filter((pid) => pid !== server.pid);
  return holders.length === 1 ? (holders[0] ?? null) : null;
}

const STDERR = 2;

/** Unix sockets of a process beside its standard streams, which the test's own pipes are. */
export function channelInodes(pid: number): number[] {
  const tcp = new Set(tcpRows().map((row) => row.inode));
  const standard = new Set(
    descriptors(pid)
      .filter(({ fd }) => fd <= STDERR)
      .map(({ target }) => target),
  );
  return descriptors(pid)
    .filter(({ fd, target }) => fd > STDERR && target.startsWith('socket:') && !standard.has(target))
    .map(({ target }) => Number(/\d+/.exec(target)?.[0] ?? 0))
    .filter((inode) => !tcp.has(inode));
}

/** A client that has asked for the big file and reads nothing: whoever serves it is busy until it reads. */
export async function stalled(t: TestContext, server: ObservedProgram): Promise<Peer> {
  const peer = await t.connect(server, { receiveBuffer: 4096 });
  await peer.send(trainOf(BIG));
  return peer;
}

/** Whether the server has closed this client's connection. Nobody holds one that waits for accept either: its state tells. */
export function letGo(peer: Peer): boolean {
  const row = peer.serverRow;
  return row === null || (row.inode === 0 && /^(FIN_WAIT|CLOSING|LAST_ACK|TIME_WAIT)/.test(row.state));
}

/** Ends one process of the server by its pid; false when there is none any more. */
export function killOne(pid: number, signum: number): boolean {
  if (pid <= 1) throw new Finding({ expected: 'a worker', saw: 'none' }); // 0 would be our own group
  try {
    kill(pid, signum);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ESRCH')) return false;
    throw error;
  }
}

/** Waits until the client's stream is over, and takes what comes meanwhile. */
export async function ended(server: ObservedProgram, peer: Peer, what: string): Promise<void> {
  await server.waitFor(
    what,
    () => {
      peer.pump();
      return peer.ending !== 'open';
    },
    { alive: false },
  );
}

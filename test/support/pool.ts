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

/** More than the socket buffers can hold for a client that does not read. */
export const BIG_BYTES = 16_000_000;
export const BIG = 'big.bin';
export const SMALL = 'small.txt';
export const SMALL_TEXT = 'a small file\n';

/** Writes the files that the tests of a pool ask for. */
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

/** The pids of the processes that hold the server's end of this client's connection. */
export function holdersOf(server: ObservedProgram, peer: Peer): number[] {
  const inode = peer.serverRow?.inode ?? 0;
  if (inode === 0) return [];
  return server
    .processes()
    .map(({ pid }) => pid)
    .filter((pid) => socketInodes(pid).has(inode));
}

/** The pid of the worker that serves this client; null while there is none, so that a test can wait for it. */
export function workerFor(server: ObservedProgram, peer: Peer): number | null {
  const holders = holdersOf(server, peer).filter((pid) => pid !== server.pid);
  return holders.length === 1 ? (holders[0] ?? null) : null;
}

const STDERR = 2;

/** Inodes of a process's Unix sockets, without its standard streams, which are the test's own. */
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

/** A client that has asked for the big file and reads nothing: its worker is busy until it reads. */
export async function stalled(t: TestContext, server: ObservedProgram): Promise<Peer> {
  const peer = await t.connect(server, { receiveBuffer: 4096 });
  await peer.send(trainOf(BIG));
  return peer;
}

/** Whether the server has closed this client's connection. A connection in the accept queue has no inode either, so the state decides. */
export function letGo(peer: Peer): boolean {
  const row = peer.serverRow;
  return row === null || (row.inode === 0 && /^(FIN_WAIT|CLOSING|LAST_ACK|TIME_WAIT)/.test(row.state));
}

/** Sends a signal to one process of the server by its pid; false when the process has ended. */
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

/** Waits until the client's stream has ended, and reads what arrives meanwhile. */
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

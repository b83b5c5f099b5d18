/** The recorded calls of a server: the only place where the way of the bytes shows. */
import { getsockopt, IPPROTO_TCP, TCP_CORK } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { READS, WRITES } from '../support/calls.ts';
import { lookAt } from '../support/look-at.ts';
import { inFolder } from '../support/train-answers.ts';
import { fetchFile, put, serve, uniqueBytes } from './asking.ts';
import type { WayName } from './lesson.ts';

export const SIZE = 200_000;

/** The calls of a server that has sent one file of SIZE bytes. */
export const callsFor = (t: TestContext, way: WayName): Promise<readonly TraceEvent[]> =>
  inFolder(async (folder) => {
    put(folder, 'file', uniqueBytes(SIZE));
    const recording = t.record();
    const server = await serve(t, folder, way, { env: recording.env });
    const peer = await t.connect(server);
    await t.step(`a client got a file of ${SIZE} bytes; the system calls were recorded`, () =>
      fetchFile(peer, 'file', uniqueBytes(SIZE)),
    );
    await server.quiet();
    return recording.lane(server.pid).filter(({ kind }) => kind === 'call');
  });

/** The bytes that calls of these names have transferred. */
export const moved = (calls: readonly TraceEvent[], ...names: readonly string[]): number =>
  calls.filter(({ name, result }) => names.includes(name) && result > 0).reduce((sum, { result }) => sum + result, 0);

/** Bytes that the program has read into its memory, and sent out of it, beside requests, headers and its log. */
export const read = (calls: readonly TraceEvent[]): number => moved(calls, ...READS, 'pread', 'preadv');
export const written = (calls: readonly TraceEvent[]): number => moved(calls, ...WRITES, 'sendto');

/** TCP_CORK of the server's end. */
export function corked(server: ObservedProgram, client: Peer): boolean {
  const fd = socketInodes(server.pid).get(client.serverRow?.inode ?? -1);
  return fd !== undefined && lookAt(server.pid, fd, (own) => getsockopt(own, IPPROTO_TCP, TCP_CORK) !== 0);
}

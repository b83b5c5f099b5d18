import { EPOLLOUT } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { residentKb } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { has, interestOf } from '../support/epoll.ts';

/** More than a server needs that keeps the last piece of a client; much less than a client can send meanwhile. */
const MOST_GROWN_MB = 16;
/** More than a server grows that only spins. On a busy machine a server that keeps everything has not come further in time. */
const GROWS_MB = 4;
const grownMb = (server: ObservedProgram, beforeKb: number): number => (residentKb(server.pid) - beforeKb) / 1000;

/** Sends without reading until the client's own send would block, or all is sent. Returns how much was sent. */
export function fill(server: ObservedProgram, client: Peer, bytes: Buffer): Promise<number> {
  const before = residentKb(server.pid);
  const looksLike = (): string | undefined => {
    if (grownMb(server, before) >= GROWS_MB) return 'unbounded';
    return has(interestOf(server, client), EPOLLOUT) ? 'always-out' : undefined;
  };
  return client.fill(bytes, looksLike);
}

const MEGABYTES = 24;

/** A client sends as much as is taken and reads nothing; another client is served; then the first reads everything. */
export async function slowReader(t: TestContext, file: string, ids: { lost: string | undefined }): Promise<void> {
  const server = await t.start(file);
  const before = residentKb(server.pid);
  const slow = await t.connect(server, { receiveBuffer: 4096 });
  const bytes = patternBytes(MEGABYTES * 1_000_000);
  const sent = await t.step('a client sent without reading, until its send would block', () =>
    fill(server, slow, bytes),
  );
  const grown = grownMb(server, before);
  t.expect(sent < bytes.length && grown < MOST_GROWN_MB, {
    expected: 'the server to stop reading from a client that does not read',
    saw: `${(sent / 1e6).toFixed(1)} MB taken from it, ${grown.toFixed(0)} MB more memory in the server`,
    looksLike: grown < MOST_GROWN_MB ? 'dropped-output' : 'unbounded',
  });
  const other = await t.connect(server);
  await t.step('another client got its echo', () => other.exchange(patternBytes(200_000, 'text')));
  slow.halfClose();
  await t.step(`the first client ended its direction and read its ${(sent / 1e6).toFixed(1)} MB`, () =>
    slow.expect(bytes.subarray(0, sent), ({ got }) => {
      if (!got.equals(bytes.subarray(0, got.length))) return 'shared-slice';
      return ids.lost;
    }),
  );
  await t.step('the first client got the end of the stream', () => slow.expectEnd('eof', () => 'not-closed'));
}

/** A proactor that runs out of descriptors. */
import { prlimit, RLIMIT_NOFILE } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { PROACTOR } from './lesson.ts';

const LIMIT = 48;

/**
 * The limit is set at the start of the process, because an accept of the ring goes on with the limit that it found when it
 * was prepared. Node raises the soft limit to the hard one, so both are set.
 */
export async function startWithFew(t: TestContext): Promise<ObservedProgram> {
  const server = await t.watch(PROACTOR, { args: ['--port', '0'] });
  prlimit(server.pid, RLIMIT_NOFILE, { soft: LIMIT, hard: LIMIT });
  await server.listening();
  t.note(`started  proactor.ts with at most ${LIMIT} descriptors (prlimit)`);
  return server;
}

/** More clients than it has descriptors for: those that it has accepted, and those that wait. */
export async function fill(t: TestContext, server: ObservedProgram): Promise<{ served: Peer[]; waiting: Peer[] }> {
  const clients = await t.step(`${LIMIT} clients connected`, () => t.connectMany(server, LIMIT));
  const isServed = ({ serverRow }: Peer): boolean => (serverRow?.inode ?? 0) > 0;
  await server.waitFor('a connection to be accepted', () => clients.some(isServed));
  await server.quiet(() => 'no-descriptors');
  const served = clients.filter(isServed);
  return { served, waiting: clients.filter((client) => !served.includes(client)) };
}

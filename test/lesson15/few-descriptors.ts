/** A proactor that runs out of descriptors. */
import { prlimit, RLIMIT_NOFILE } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { PROACTOR } from './lesson.ts';
import { isStopped } from './stepper.ts';

const LIMIT = 48;

/**
 * The limit is set when the program makes its ring, because an accept of the ring goes on with the limit that it found when it
 * was prepared, and after the start of Node, which raises the soft limit to the hard one. Returns the hard limit as well.
 */
export async function startWithFew(t: TestContext): Promise<{ server: ObservedProgram; hard: number }> {
  const stops = { calls: ['io_uring_setup'], signal: 'SIGSTOP', at: [1] } as const;
  const server = await t.watch(PROACTOR, { args: ['--port', '0'], faults: [stops] });
  await server.waitFor('the program to make its ring', () => isStopped(server));
  const { hard } = prlimit(server.pid, RLIMIT_NOFILE);
  limit(server, LIMIT, hard);
  server.signal('SIGCONT');
  await server.listening();
  t.note(`started  proactor.ts with at most ${LIMIT} descriptors (prlimit)`);
  return { server, hard };
}

/** Sets the soft limit, which is the one that counts. */
export const limit = ({ pid }: ObservedProgram, soft: number, hard: number): void => {
  prlimit(pid, RLIMIT_NOFILE, { soft, hard });
};

/** More clients than it has descriptors for: those that it has accepted, and those that wait. */
export async function fill(t: TestContext, server: ObservedProgram): Promise<{ served: Peer[]; waiting: Peer[] }> {
  const clients = await t.step(`${LIMIT} clients connected`, () => t.connectMany(server, LIMIT));
  const isServed = ({ serverRow }: Peer): boolean => (serverRow?.inode ?? 0) > 0;
  await server.waitFor('a connection to be accepted', () => clients.some(isServed));
  await server.quiet(() => 'no-descriptors');
  const served = clients.filter(isServed);
  return { served, waiting: clients.filter((client) => !served.includes(client)) };
}

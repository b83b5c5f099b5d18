import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { isZombie, socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { Diagnose } from '../../src/kit/situation.ts';

export const SERVER = targetFile('02', 'server.ts');
export const CHAT = targetFile('02', 'chat.ts');

/** Registers the tests of this lesson. */
export const lesson = new LessonTests('02');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others need. */
export const TWO = 'serves two clients at the same time';
export const TALKS = 'chat: shows on each side the lines of the other side';
export const ENDS = 'ends the stream though another process holds the connection';

export const HELLO = Buffer.from('hello');

/** Noted by the tests that have seen a child with a connection. */
export const CHILDREN = 'children';

/**
 * The child that serves a client: it holds the connection. A child of a child will do, where the test is about something else. Fails
 * without one, because what a test says about children is true of a server that has none.
 */
export function childOf(t: TestContext, server: ObservedProgram, client: Peer): number {
  const inode = client.serverRow?.inode ?? 0;
  const children = server.processes().filter((info) => info.pid !== server.pid && !isZombie(info));
  const child = children.find(({ pid }) => socketInodes(pid).has(inode));
  t.expect(child !== undefined, () => ({
    expected: 'a child of the server that holds the connection of this client',
    saw: children.length === 0 ? 'no child' : `${children.length} children that do not`,
    kernel: server.describeProcesses(),
    looksLike: children.length === 0 ? 'one-process' : undefined,
  }));
  t.memo.set(CHILDREN, true);
  return child.pid;
}

/** The children of several clients, one for each. */
export function childrenOf(t: TestContext, server: ObservedProgram, clients: readonly Peer[]): number[] {
  const pids = [...new Set(clients.map((client) => childOf(t, server, client)))];
  t.expect(pids.length === clients.length, {
    expected: `${clients.length} children, one for each client`,
    saw: `${pids.length}`,
    kernel: server.describeProcesses(),
  });
  return pids;
}

/** A diagnosis of a program that waits in vain or has ended; one that spins has another mistake. */
export const unlessBusy =
  (looksLike: () => string): Diagnose =>
  ({ kind }) =>
    kind === 'busy' ? undefined : looksLike();

/** The children that are alive. */
export const alive = (server: ObservedProgram) => server.children().filter((child) => !isZombie(child));

import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { isZombie } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';

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

/** The child that serves the newest client. Fails without one: signals must not go to pid 0 or to another process. */
export function childOf(t: TestContext, server: ObservedProgram): number {
  const child = alive(server).at(-1);
  t.expect(child !== undefined, {
    expected: 'a child of the server that serves this client',
    saw: 'no child',
    kernel: server.describeProcesses(),
    looksLike: 'serial',
  });
  return child.pid;
}

/** The children that are alive. */
export const alive = (server: ObservedProgram) => server.children().filter((child) => !isZombie(child));

import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { isCall, type Recording } from '../../src/grading/recording.ts';
import { targetFile } from '../../src/grading/target.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { LaunchOptions } from '../../src/kit/process/launch.ts';
import { WAITS } from '../support/calls.ts';

export const TRY = targetFile('03', 'try.ts');
export const SERVER = targetFile('03', 'server.ts');
const CLIENT = targetFile('03', 'client.ts');

/** Registers the tests of this lesson. */
export const lesson = new LessonTests('03');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others need. */
export const READS = 'readTimeout: returns the bytes that come';
export const SERVES = 'serves its clients in any order';
export const TALKS = 'client: prints the echo of its standard input';

export const HELLO = Buffer.from('hello');

/** Noted by the tests that have seen a server wait with select, or with a call that does the same. */
export const SELECTS = 'selects';

/**
 * Starts a server that waits for its clients with select, or with a call that does the same; fails on another one. What a test says
 * about select is true of a server that never calls it.
 */
export async function startServer(t: TestContext, options: LaunchOptions = {}): Promise<ObservedProgram> {
  const recording = t.record();
  const server = await t.start(SERVER, { ...options, env: { ...options.env, ...recording.env } });
  await expectSelect(server, recording);
  t.memo.set(SELECTS, true);
  return server;
}

/** Starts the client, which waits with select too. */
export async function startClient(t: TestContext, port: number, options: LaunchOptions = {}): Promise<ObservedProgram> {
  const recording = t.record();
  const client = await t.watch(CLIENT, { ...options, args: ['--port', String(port)], env: recording.env });
  await expectSelect(client, recording);
  return client;
}

/** Fails unless a program has called select, or a call that does the same. */
async function expectSelect(program: ObservedProgram, recording: Recording): Promise<void> {
  const waits = () => recording.lane(program.pid).some((event) => WAITS.some((name) => isCall(event, name)));
  await program.waitFor('a program that waits with select', waits, {
    diagnose: ({ kind }) => (kind === 'died' ? undefined : 'no-select'),
  });
}

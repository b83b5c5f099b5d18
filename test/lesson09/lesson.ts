import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const TRY = targetFile('09', 'try.ts');
export const ECHO = targetFile('09', 'echo.ts');

export const RESP = targetFile('09', 'resp.ts');
export const HELLO = Buffer.from('hello');

/** Registers the graded tests of this lesson. */
export const lesson = new LessonTests('09');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others name in `needs`. */
export const BUFFER = 'the buffer returns the bytes that were put in, in order';
export const POLLS = 'the poller reports ready descriptors, and sleeps otherwise';
export const LOOPS = 'the channel calls its callback, and leaves the interest list';
/** Needed where a task that runs in the round that queued it would look like a budget that is not kept. */
export const ROUNDS = 'what a task queues waits for the next round, after the events';
export const ACCEPTS = 'the acceptor accepts all waiting connections';
export const ECHOES = 'a connection sends back the bytes that it receives';
export const SERVES = 'the server serves many clients';
export const SPEAKS = 'speaks RESP: PING, ECHO, SET, GET';

import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const TRY = targetFile('09', 'try.ts');
export const ECHO = targetFile('09', 'echo.ts');

export const RESP = targetFile('09', 'resp.ts');
export const HELLO = Buffer.from('hello');

/** What the parts of this lesson's tests register themselves with. */
export const lesson = new LessonTests('09');
export const graded = lesson.graded.bind(lesson);

/** Titles that later tests need. */
export const BUFFER = 'the buffer gives back what was put in, in order';
export const POLLS = 'the poller tells who is ready, and sleeps';
export const LOOPS = 'the channel calls who wants to know, and leaves the list';
export const ACCEPTS = 'the acceptor accepts all who come';
export const ECHOES = 'a connection sends back what it gets';
export const SERVES = 'the server serves many clients';
export const SPEAKS = 'speaks RESP: PING, ECHO, SET, GET';

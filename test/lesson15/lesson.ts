import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';
import { ringProblem } from '../support/rings.ts';

export const BLOCKING = targetFile('15', 'blocking.ts');
export const POLLING = targetFile('15', 'polling.ts');
export const MULTIPLEXED = targetFile('15', 'multiplexed.ts');
export const SIGIO_MODEL = targetFile('15', 'sigio.ts');
export const REALTIME = targetFile('15', 'realtime.ts');
export const COMPLETIONS = targetFile('15', 'completions.ts');
export const PROACTOR = targetFile('15', 'proactor.ts');
export const HELLO = Buffer.from('hello');

/** Registers the graded tests of this lesson. */
export const lesson = new LessonTests('15');
export const graded = lesson.graded.bind(lesson);

/** Why the steps with io_uring are not asked here; null where they are. */
export const FORBIDDEN = ringProblem();

/** Titles of tests that others name in `needs`. */
export const ONE_BY_ONE = 'blocking: each line is acknowledged when it arrives';
export const ASKS = 'polling: each line is acknowledged when it arrives';
export const TELLS_APART = 'polling: nothing yet, the end, and an error are told apart';
export const WAITS_FOR_ALL = 'multiplexed: each line is acknowledged when it arrives';
export const SIGNALLED = 'signals: each line is acknowledged when it arrives';
export const NAMED = 'real-time signals: each line is acknowledged when it arrives';
export const COMPLETES = 'completions: each line is acknowledged when it arrives';
export const ECHOES = 'proactor: sends back the bytes that it receives';
export const STOPS = 'proactor: SIGTERM closes the port, sends the pending bytes, and ends the program';

import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const OBSERVE = targetFile('16', 'observe.ts');
export const HOLD = targetFile('16', 'hold.ts');
export const PAY = targetFile('16', 'pay.ts');
export const PREDICT = targetFile('16', 'predict.ts');
export const ABSENT = targetFile('16', 'absent.ts');

/** Registers the graded tests of this lesson. */
const lesson = new LessonTests('16');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others name in `needs`. */
export const NUMBERS = 'addresses, ports, states and queues of a table of IPv4';
export const COUNTS = 'the server closes first: it keeps all the TIME_WAITs';
export const VANISHED = 'a silent peer that has vanished is found by keepalive';

import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const TRY = targetFile('08', 'try.ts');
export const SERVER = targetFile('08', 'server.ts');

/** What the parts of this lesson's tests register themselves with. */
export const lesson = new LessonTests('08');
export const graded = lesson.graded.bind(lesson);

/** Titles that later tests need. */
export const ORDER = 'the queue gives jobs out in the order in which they came';
/** With a thread that goes on without a job, what the others do is luck. */
export const WAITS_ON = 'a thread that wakes and finds no job goes on waiting';
export const WAKES = 'threads sleep until there is a job, and one job wakes one thread';
export const STARTS = 'starts as many threads as it was told';
export const SERVES = 'serves files, one client after the other';

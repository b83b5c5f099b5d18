import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const TRY = targetFile('08', 'try.ts');
export const SERVER = targetFile('08', 'server.ts');

/** Registers the graded tests of this lesson. */
export const lesson = new LessonTests('08');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others name in `needs`. */
export const ORDER = 'the queue returns jobs in the order in which they were put';
/** Needed by tests with several threads: with a thread that goes on without a job their result would be luck. */
export const WAITS_ON = 'a thread that wakes and finds no job goes on waiting';
export const WAKES = 'threads sleep until there is a job, and one job wakes one thread';
export const STARTS = 'starts the number of threads that --threads asks for';
export const SERVES = 'serves files, one client after the other';

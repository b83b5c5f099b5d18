import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const TRY = targetFile('10', 'try.ts');
export const SERVER = targetFile('10', 'server.ts');
export const TRY_BANK = targetFile('10', 'try-bank.ts');

/** Registers the graded tests of this lesson. */
export const lesson = new LessonTests('10');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others name in `needs`. */
export const ORDER = 'the ring returns tasks whole and in order, from shared memory';
export const TASKS = 'tasks run in order, all of them at one wake-up, with the mutex unlocked';
export const LOCKS = 'post and the loop lock the mutex';
export const READS = 'the wake-up is read before the tasks are taken';
export const READY = 'reports when the last loop is ready, and joins all of them';
export const STARTS = 'a loop runs in each thread before the server listens';
export const OWNERS = 'round robin: a connection is in the list of one loop, and in that of no other';
export const ANSWERS = 'workers compute while the loop serves others';
export const KNOWS = 'knows accounts, balances and transfers, and refuses the rest';

import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const YARD = targetFile('06', 'yard.ts');
export const SERVER = targetFile('06', 'server.ts');
export const CLIENT = targetFile('06', 'client.ts');

/** The tests of this lesson: each file registers its own. */
export const lesson = new LessonTests('06');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others need. */
export const SENDS = 'puts a 4-byte length in network order before each car';
export const RECEIVES = 'receives trains that arrive whole';
export const SERVES = 'sends files of every size exactly';
export const KEEPS = 'client: keeps a file that has arrived whole';
export const RESETS = 'survives a client that resets in the middle of a file';

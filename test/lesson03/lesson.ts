import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const TRY = targetFile('03', 'try.ts');
export const SERVER = targetFile('03', 'server.ts');
export const CLIENT = targetFile('03', 'client.ts');

/** Registers the tests of this lesson. */
export const lesson = new LessonTests('03');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others need. */
export const READS = 'readTimeout: returns the bytes that come';
export const SERVES = 'serves its clients in any order';
export const TALKS = 'client: prints the echo of its standard input';

export const HELLO = Buffer.from('hello');

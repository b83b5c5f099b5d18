import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const TRY = targetFile('07', 'try.ts');
export const SERVER = targetFile('07', 'server.ts');

/** Registers the graded tests of this lesson. */
export const lesson = new LessonTests('07');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others name in `needs`. */
export const MAKES = 'makes workers: processes that wait';
export const PASSES = 'passes a connection to a worker';
export const SERVES = 'a worker serves files, closes the connection, then reports';
export const SHARES = 'passes each client to one of its workers, and keeps no copy';

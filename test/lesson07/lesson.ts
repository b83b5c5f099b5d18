import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const TRY = targetFile('07', 'try.ts');
export const SERVER = targetFile('07', 'server.ts');

/** What the parts of this lesson's tests register themselves with. */
export const lesson = new LessonTests('07');
export const graded = lesson.graded.bind(lesson);

/** Titles that later tests need. */
export const MAKES = 'makes workers: processes that wait';
export const PASSES = 'passes a connection to a worker';
export const SERVES = 'a worker serves files, closes the connection and is free';
export const SHARES = 'serves clients from its workers';

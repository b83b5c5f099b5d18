import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const TRY = targetFile('03', 'try.ts');
export const SERVER = targetFile('03', 'server.ts');
export const CLIENT = targetFile('03', 'client.ts');

/** What the parts of this lesson's tests register themselves with. */
export const lesson = new LessonTests('03');
export const graded = lesson.graded.bind(lesson);

/** Titles that later tests need. */
export const READS = 'readTimeout: returns what comes';
export const SERVES = 'serves its clients in any order';

export const HELLO = Buffer.from('hello');

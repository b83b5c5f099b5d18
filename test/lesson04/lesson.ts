import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const LEVEL = targetFile('04', 'level.ts');
export const EDGE = targetFile('04', 'edge.ts');

/** The tests of this lesson: each file registers its own. */
export const lesson = new LessonTests('04');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others need. */
export const WATCHES = 'watches its listener, and sleeps';
export const SERVES = 'level: serves two clients in turn';
export const EDGE_SERVES = 'edge: serves two clients in turn';
export const LAST_WORDS = 'level: answers a request that came together with the end of the stream';

export const HELLO = Buffer.from('hello');

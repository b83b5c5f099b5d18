import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const SERVER = targetFile('11', 'server.ts');

/** The tests of this lesson: each file registers its own. */
export const lesson = new LessonTests('11');
export const graded = lesson.graded.bind(lesson);

export type WayName = 'copy' | 'mmap' | 'sendfile' | 'splice' | 'zerocopy';

/** Titles of tests that others need. */
export const sends = (way: WayName): string => `${way}: sends files of every size exactly`;
export const STORES = 'stores uploads of every size exactly';

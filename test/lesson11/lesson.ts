import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const SERVER = targetFile('11', 'server.ts');

/** The tests of this lesson: each file registers its own. */
export const lesson = new LessonTests('11');
export const graded = lesson.graded.bind(lesson);

export const WAYS = ['copy', 'mmap', 'sendfile', 'splice', 'zerocopy'] as const;
export type WayName = (typeof WAYS)[number];

/** The step that writes a way. */
export const STEP: Readonly<Record<WayName, string>> = {
  copy: '11.1',
  mmap: '11.2',
  sendfile: '11.3',
  splice: '11.4',
  zerocopy: '11.6',
};

/** Titles of tests that others need. */
export const sends = (way: WayName): string => `${way}: sends files of every size exactly`;
export const STORES = 'stores uploads of every size exactly';

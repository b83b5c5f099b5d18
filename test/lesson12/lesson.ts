import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const SERVER = targetFile('12', 'server.ts');
export const TRY = targetFile('12', 'try.ts');

/** Registers the graded tests of this lesson. */
export const lesson = new LessonTests('12');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others name in `needs`. */
export const LINES = 'lines are found, wherever they are cut';
export const HEADS = 'requests without a body are read or refused as the RFCs say';
export const BODIES = 'requests with a body are read or refused as the RFCs say';
export const NAMES = 'a path is decoded once, and names a file or nothing';
export const SERVES = 'GET and HEAD: the bytes of the file, its length and its type';
export const KEEPS = 'connections stay open or end as the version and the Connection field say';
export const LARGE = 'a large file goes to a slow reader, byte for byte, and memory stays bounded';
export const MODES = 'reactor and proactor send the same bytes as the loop alone';

import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const SERVER = targetFile('14', 'server.ts');

/** What the parts of this lesson's tests register themselves with. */
const lesson = new LessonTests('14');
export const graded = lesson.graded.bind(lesson);

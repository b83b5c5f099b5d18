import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const SERVER = targetFile('01', 'server.ts');
export const CLIENT = targetFile('01', 'client.ts');

/** Registers the tests of this lesson. */
export const lesson = new LessonTests('01');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others need. */
export const LISTENS = 'listens on 127.0.0.1 at the given port';
export const ACCEPTS = 'serves three clients, one after the other';
export const ECHOES = 'echoes what a client sends';
export const RESETS = 'survives a client that resets in the middle of its stream';

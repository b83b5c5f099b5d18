import { ACCEPTS, ECHOES, lesson, RESETS } from './lesson.ts';

/** Covers the tests that graded.test.ts imports before this file. */
lesson.cleanliness('01.4', 5, [ECHOES, ACCEPTS, RESETS], (kind) => (kind === 'busy' ? 'eof-ignored' : 'leak-on-error'));

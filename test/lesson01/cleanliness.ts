import { ACCEPTS, ECHOES, lesson, RESETS } from './lesson.ts';

/** Looks back at the tests that come before it in the entry. */
lesson.cleanliness('01.4', 5, [ECHOES, ACCEPTS, RESETS], (kind) => (kind === 'busy' ? 'eof-ignored' : 'leak-on-error'));

import { ENDS, lesson, TWO } from './lesson.ts';

/** Covers the tests that graded.test.ts imports before this file. */
lesson.cleanliness('02.5', 2, [TWO, ENDS], (kind) =>
  kind === 'zombies' ? 'no-reaping' : kind === 'connections' ? 'kept-copy' : undefined,
);

import { ENDS, lesson, TWO } from './lesson.ts';

/** Looks back at the tests that come before it in the entry. */
lesson.cleanliness('02.5', 2, [TWO, ENDS], (kind) =>
  kind === 'zombies' ? 'no-reaping' : kind === 'connections' ? 'kept-copy' : undefined,
);

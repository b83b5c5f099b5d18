import { ENDS, lesson, TWO } from './lesson.ts';

/** Looks back at the tests that come before it in the entry. */
lesson.cleanliness('02.5', 2, [TWO, ENDS], (kind) =>
  kind === 'zombies' ? 'L02-B01' : kind === 'connections' ? 'L02-B05' : undefined,
);

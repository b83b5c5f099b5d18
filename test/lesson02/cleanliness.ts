import { CHILDREN, ENDS, lesson, TWO } from './lesson.ts';

/** Covers the tests that graded.test.ts imports before this file. */
lesson.cleanliness(
  '02.5',
  2,
  [TWO, ENDS],
  (kind) => {
    if (kind === 'zombies') return 'no-reaping';
    return kind === 'connections' || kind === 'dead-sockets' ? 'kept-copy' : undefined;
  },
  null,
  (t) =>
    t.expect(t.memo.has(CHILDREN), {
      expected: 'servers with children, which could have left something behind',
      saw: 'no child with a connection in any of the tests above',
      looksLike: 'one-process',
    }),
);

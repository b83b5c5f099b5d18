import { defineConfig } from 'vitest/config';

/** The graded tests. `LAB_TARGET` says whose programs: the learner's lessons when it is not set. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/lesson*.test.ts'],
    pool: 'forks',
    setupFiles: ['./test/support/keep-out.ts'],
    reporters: ['./src/lab/reporter.ts'],
    hookTimeout: 60_000,
    cache: false,
  },
});

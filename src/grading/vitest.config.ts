import { defineConfig } from 'vitest/config';
import { PROJECT } from '../host/project.ts';

/** The graded tests. `LAB_TARGET` says whose programs: the learner's lessons when it is not set. */
export default defineConfig({
  root: PROJECT,
  test: {
    include: ['test/lesson*/graded.test.ts'],
    pool: 'forks',
    setupFiles: ['./src/grading/keep-out.ts'],
    reporters: ['./src/grading/vitest-reporter.ts'],
    hookTimeout: 60_000,
    cache: false,
  },
});

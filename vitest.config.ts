import { defineConfig } from 'vitest/config';

/** Tests of the project's own code. Graded tests run through src/grading/vitest.config.ts. */
export default defineConfig({
  test: {
    include: ['test/{sys,kit,course,progress,stage,class,trace,cli,web,project}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2, // most tests wait for processes: one worker would leave a core idle
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

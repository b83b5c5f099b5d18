import { defineConfig } from 'vitest/config';
import LongFirst from './test/long-first.ts';

/** Tests of the project's own code. Graded tests run through src/grading/vitest.config.ts. */
export default defineConfig({
  test: {
    include: ['test/{sys,kit,course,progress,stage,class,trace,cli,web,project}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 3, // most tests wait for processes
    sequence: { sequencer: LongFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

import { defineConfig } from 'vitest/config';
import { WIDTH } from './src/host/width.ts';
import LongFirst from './test/long-first.ts';

/** Tests of the project's own code. Graded tests run through src/grading/vitest.config.ts. */
export default defineConfig({
  test: {
    include: ['test/{sys,kit,course,progress,stage,class,trace,cli,web,servers,project}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: WIDTH,
    isolate: false, // a worker keeps the modules that it has loaded: loading them is a third of the work of a small file
    setupFiles: ['./test/support/built-tests.ts'],
    sequence: { sequencer: LongFirst },
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});

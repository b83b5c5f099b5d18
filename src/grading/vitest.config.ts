import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { PROJECT } from '../host/project.ts';

/** The graded tests. `LAB_TARGET` selects the programs under test; the default is the learner's lessons. */
export default defineConfig({
  root: PROJECT,
  test: {
    include: ['test/lesson*/graded.test.ts'],
    pool: 'forks',
    setupFiles: ['./src/grading/runner/in-vitest.ts'],
    reporters: ['./src/grading/runner/vitest-reporter.ts'],
    hookTimeout: 60_000,
    cache: false,
    // The transformed tests are kept: that is half of a start. A cage cannot write here.
    experimental: {
      fsModuleCache: process.env['LAB_CAGED'] === undefined,
      fsModuleCachePath: join(PROJECT, '.lab', 'vitest'),
    },
  },
});

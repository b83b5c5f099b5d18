import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { PROJECT } from '../host/project.ts';

/**
 * A name that changes with the installed packages. vitest empties a cache folder whose packages have changed while it fills it,
 * and the run ends with ENOENT: with a folder for each installation there is nothing to empty.
 */
const installation = (): string =>
  createHash('sha256')
    .update(readFileSync(join(PROJECT, 'node_modules', '.package-lock.json')))
    .digest('hex')
    .slice(0, 16);

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
      fsModuleCachePath: join(PROJECT, '.lab', 'vitest', installation()),
    },
  },
});

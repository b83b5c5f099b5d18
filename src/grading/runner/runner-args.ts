import { dirname, join, relative } from 'node:path';
import { PROJECT } from '../../host/project.ts';

type Lessons = readonly { readonly id: string }[];

/** The runner's modules that were built from the sources that are their keys; null: a loader translates the sources. */
let built: Readonly<Record<string, string>> | null = null;

/** From now on runs take these modules. */
export function useBuiltTests(modules: Readonly<Record<string, string>>): void {
  built = modules;
}

const RUNNER = join('src', 'grading', 'runner', 'run-tests.ts');

/** The folder of the built modules, relative to the project; null where runs load the sources. */
export function builtFolder(): string | null {
  if (built === null) return null;
  const module = relative(PROJECT, moduleOf(RUNNER));
  return dirname(dirname(dirname(dirname(module))));
}

const testsOf = ({ id }: { readonly id: string }): string => join('test', `lesson${id}`, 'graded.test.ts');
const moduleOf = (file: string): string => built?.[join(PROJECT, file)] ?? join(PROJECT, file);

/** Whether a command line is that of a runner, or of what starts one. */
export const runsTests = (commandLine: string): boolean => /\/run-tests\.[jt]s\b/.test(commandLine);

/** Node's arguments that run the graded tests of some lessons. Paths are relative to the project, which a cage sees at another place. */
export function runnerArgs(lessons: Lessons): string[] {
  const files = [RUNNER, ...lessons.map(testsOf)].map((file) => relative(PROJECT, moduleOf(file)));
  return built === null ? ['--import', 'tsx', ...files] : files;
}

/** Node's arguments that run them in vitest; `options` are passed on unchanged. */
export const vitestRunnerArgs = (lessons: Lessons, options: readonly string[]): string[] => [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--configLoader=runner', // the default loader writes to node_modules
  '--config',
  'src/grading/vitest.config.ts',
  ...lessons.map(testsOf),
  ...options,
];

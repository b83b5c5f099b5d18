import { useBuiltTests } from '../grading/runner/runner-args.ts';
import { useBuilt } from '../host/load.ts';
import { EXIT, Stop } from '../host/stop.ts';
import { writeProblem } from '../host/write-problem.ts';
import { paint } from '../text/paint.ts';
import { listen } from './terminal/interrupt.ts';

/** The scripts of package.json, each loaded when it is called. */
const scripts: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  lesson: async (args) => (await import('./lesson-command.ts')).lesson(args),
  test: async (args) => (await import('./house/suite.ts')).suite(args),
  grade: async (args) => (await import('./teacher/grade.ts')).grade(args),
  unpack: async (args) => (await import('./teacher/unpack.ts')).unpack(args),
  gradebook: async (args) => (await import('./teacher/gradebook.ts')).gradebook(args),
  alike: async (args) => (await import('./teacher/alike.ts')).alike(args),
  mistakes: async (args) => (await import('./house/mistakes.ts')).mistakes(args),
  styles: async (args) => (await import('./house/styles.ts')).styles(args),
  mutants: async (args) => (await import('./house/mutants.ts')).mutants(args),
  check: async (args) => (await import('./house/check.ts')).check(args),
  'hand-out': async (args) => (await import('./teacher/hand-out.ts')).handOut(args),
  pack: async (args) => (await import('./teacher/pack.ts')).pack(args),
  update: async (args) => (await import('./house/update.ts')).updateCopy(args),
  skeletons: async (args) => (await import('./house/skeletons.ts')).skeletons(args),
  print: async (args) => (await import('./teacher/print.ts')).print(args),
  bench: async (args) => (await import('./house/bench.ts')).bench(args),
};

/** Runs one command and returns its exit status. `built` has the modules that need no loader, by their sources. */
export async function main(args: readonly string[], built?: Readonly<Record<string, string>>): Promise<number> {
  if (built !== undefined) {
    useBuilt(built);
    useBuiltTests(built);
  }
  listen();
  const [name = '', ...rest] = args;
  process.stdout.on('error', leaveQuietly);
  const script = scripts[name];
  try {
    if (script === undefined) throw new Stop(`There is no script "${name}".`, EXIT.usage);
    return await script(rest);
  } catch (error) {
    return explain(error);
  }
}

/** The reader of the output has closed the pipe, as `| head` does. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.brokenPipe);
}

function explain(error: unknown): number {
  if (error instanceof Stop) {
    process.stderr.write(`${error.message}\n`);
    return error.status;
  }
  // A folder that cannot be written shows in many ways.
  const problem = writeProblem();
  if (problem !== null) {
    process.stderr.write(`${problem}\n`);
    return EXIT.failed;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${paint.red('The lab itself failed:')} ${text}\n`);
  return EXIT.failed;
}

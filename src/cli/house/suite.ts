import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../../course/lesson.ts';
import { lessons as allLessons, findLesson } from '../../course/registry.ts';
import { isHandOut } from '../../host/hand-out.ts';
import { releaseGroup, spawnKept } from '../../host/keeper.ts';
import { PROJECT } from '../../host/project.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { gradeLessons } from '../lesson/test.ts';
import { say } from '../terminal/terminal.ts';
import { leaveOutcome, type Outcome } from './outcome.ts';

/** A word of `npm test` for the tests of the lab that take long, too. */
const ALL = 'all';

/** `npm test`: grades the named lessons. With none it checks the lab itself; a hand-out grades all its lessons. Other options go to vitest. */
export async function suite(args: readonly string[]): Promise<number> {
  const lessons: Lesson[] = [];
  const others: string[] = [];
  for (const [i, arg] of args.entries()) {
    const isName = !isValue(args[i - 1]);
    const step = isName ? /^(?:lesson)?((\d\d)\.\d+)$/.exec(arg) : null;
    const named = isName ? findLesson(step?.[2] ?? arg) : null;
    if (isName && named === null && /^lesson\d+(\.\d+)?$/.test(arg))
      throw new Stop(`There is no ${arg} to grade: npm run lesson list shows them.`, EXIT.usage);
    if (named === null) others.push(arg);
    else if (!lessons.includes(named)) lessons.push(named);
    if (named !== null && step?.[1] !== undefined) others.push(step[1]);
  }
  if (lessons.length > 0) return gradeLessons(lessons, others);
  return isHandOut()
    ? gradeLessons(
        allLessons,
        others.filter((arg) => arg !== ALL),
      )
    : testProject(testsOf(others));
}

interface Tests {
  /** For vitest. */
  readonly args: readonly string[];
  /** Whether files `*.long.test.ts` are left out. */
  readonly short: boolean;
}

/** The tests of the lab that words ask for: all, those of files that are named, or all that do not take long. */
export function testsOf(words: readonly string[]): Tests {
  const isWord = (arg: string, i: number): boolean => !arg.startsWith('-') && !isValue(words[i - 1]);
  const options = words.filter((arg, i) => arg !== ALL || !isWord(arg, i));
  const short = !words.some(isWord);
  return { args: [...options, ...(short ? ['--exclude=**/*.long.test.ts'] : [])], short };
}

/** The word after an option such as `-t` or `--retry` is its value, though it may look like a lesson's number. */
const isValue = (before: string | undefined): boolean => before !== undefined && /^--?\w[\w-]*$/.test(before);

async function testProject({ args, short }: Tests): Promise<number> {
  const folder = join(PROJECT, '.lab', 'reports');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `suite-${process.pid}.json`);
  const status = await vitest(['--reporter=default', '--reporter=./src/cli/house/outcome-reporter.ts', ...args], file);
  const seen = readOutcome(file);
  // vitest can fail without a failed test: that is no success either.
  const outcome = status !== 0 && seen.failed === 0 ? { ...seen, failed: 1 } : seen;
  leaveOutcome(outcome);
  if (short)
    say(
      'Not run: tests of the advanced track, of servers under load, of the commands, of grading a class and of the projector page. All tests: npm test -- all',
    );
  say(`${outcome.passed} passed, ${outcome.failed} failed`);
  return outcome.failed === 0 ? EXIT.ok : EXIT.failed;
}

function vitest(args: readonly string[], outcome: string): Promise<number> {
  const child = spawnKept(process.execPath, [join(PROJECT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, LAB_OUTCOME: outcome },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (child.pid !== undefined) releaseGroup(child.pid);
      resolve(code ?? 1);
    });
  });
}

function readOutcome(file: string): Outcome {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Outcome;
  } catch {
    return { passed: 0, failed: 1, failures: [] }; // vitest was killed
  } finally {
    rmSync(file, { force: true });
  }
}

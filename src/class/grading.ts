import { chmodSync, mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { releaseGroup, spawnKept } from '../kit/keeper.ts';
import { signalGroup } from '../kit/launch.ts';
import { PROJECT } from '../kit/project.ts';
import { makeScratch, removeScratch } from '../kit/scratch.ts';
import { gradedTests } from '../lab/grade.ts';
import type { Lesson } from '../lab/lesson.ts';
import { solutionDir } from '../lab/registry.ts';
import { REPORT_FD, type Received, receive } from '../lab/report-channel.ts';
import type { PlannedTest } from '../lab/results.ts';
import { Stop } from '../lab/stop.ts';
import { type Cage, cageCall, emptyCage } from './cage.ts';
import { type Overrun, watchLimits } from './limits.ts';
import { complete, type GradedLesson, notBegun } from './report.ts';
import { type Submission, takeLesson } from './submissions.ts';

/** The tests of each lesson, before anything has run. */
export type Plan = ReadonlyMap<Lesson, readonly PlannedTest[]>;

const ended = new AbortController();

/** Ends every run that is under way, and those that would follow. */
export const endGrading = (): void => ended.abort();

/**
 * Asks the tests what there is to earn: they are collected, and none of them runs. It happens in the cage, so that a
 * cage in which nobody could earn anything is found before it costs anybody points.
 */
export async function planOf(lessons: readonly Lesson[], cage: Cage): Promise<Plan> {
  const stage = makeStage();
  try {
    const folder = join(stage, 'lessons');
    for (const lesson of lessons)
      madeForAll(() => takeLesson({ name: 'reference', lessons: null, files: solutionDir(lesson) }, lesson, folder));
    const { planned, exit } = await runTests(lessons, cage, folder, 0, { LAB_TITLES: '[]' });
    const plan = new Map(lessons.map((lesson) => [lesson, planned.filter((test) => test.lesson === lesson.id)]));
    if ([...plan.values()].some((tests) => tests.length === 0)) throw new Stop(`${UNUSABLE} (${exit})`);
    return plan;
  } finally {
    emptyCage(cage, 0);
    removeScratch(stage);
  }
}

const UNUSABLE =
  'The graded tests cannot be read in a cage here, so nothing was graded. Where root grades, a cage runs as another user: Node and the files of the lab must be readable for everybody (chmod -R go+rX).';

/** Grades one lesson of one submission in a cage of its own. `slot` is the caller's alone meanwhile. */
export async function gradeLesson(
  submission: Submission,
  lesson: Lesson,
  plan: Plan,
  cage: Cage,
  slot: number,
): Promise<GradedLesson> {
  const planned = plan.get(lesson) ?? [];
  const points = planned.reduce((sum, test) => sum + test.points, 0);
  const stage = makeStage();
  try {
    const lessons = join(stage, 'lessons');
    const { untouched, notes } = madeForAll(() => takeLesson(submission, lesson, lessons));
    const base = { lesson: lesson.id, title: lesson.title, target: submission.name, points, untouched };
    if (untouched) return { ...base, tests: notBegun(planned, 'the skeleton, unchanged'), notes };
    const run = await runTests([lesson], cage, lessons, slot);
    const report = run.reports?.[0];
    const why = run.overrun ?? (run.reports === null ? `the test run ended early: ${run.exit}` : report?.error);
    const tests = complete(planned, run.results, why ?? 'it was not run');
    return { ...base, tests, notes: why === undefined ? notes : [...notes, why] };
  } finally {
    emptyCage(cage, slot);
    removeScratch(stage);
  }
}

/** Files that the user of a cage may read, whatever our umask is. */
function madeForAll<T>(make: () => T): T {
  const before = process.umask(0o022);
  try {
    return make();
  } finally {
    process.umask(before);
  }
}

/** Below the project: a submission's files must find the lab's. */
function makeStage(): string {
  const root = join(PROJECT, '.lab', 'class');
  madeForAll(() => mkdirSync(root, { recursive: true }));
  const stage = makeScratch(root);
  chmodSync(stage, 0o755);
  return stage;
}

interface Run extends Received {
  readonly overrun: Overrun | null;
  readonly exit: string;
}

async function runTests(
  lessons: readonly Lesson[],
  cage: Cage,
  folder: string,
  slot: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<Run> {
  ended.signal.throwIfAborted();
  const { file, args, env } = cageCall(cage, { args: gradedTests(lessons), lessons: folder, slot });
  const child = spawnKept(file, args, {
    cwd: PROJECT,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...env, ...environment },
  });
  const { pid } = child;
  const received = receive(child.stdio[REPORT_FD] as Readable);
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const limits = pid === undefined ? null : watchLimits(pid);
  const kill = (): void => void (pid !== undefined && signalGroup(pid, 'SIGKILL'));
  ended.signal.addEventListener('abort', kill);
  const exit = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    // Not 'close': a stray program may hold the pipes.
    child.once('exit', (code, signal) => resolve(signal === null ? exitText(code ?? 0) : `killed by ${signal}`));
  });
  await drained(child.stdio[REPORT_FD] as Readable);
  limits?.end();
  ended.signal.removeEventListener('abort', kill);
  if (pid !== undefined) {
    kill();
    releaseGroup(pid);
  }
  child.stderr?.destroy();
  ended.signal.throwIfAborted();
  const last = complaint.trim().split('\n').at(-1) ?? '';
  return { ...received, overrun: limits?.overrun ?? null, exit: last === '' ? exit : `${exit}: ${last}` };
}

/** Above 128, as a shell and bubblewrap have it, the status stands for a signal. */
function exitText(code: number): string {
  const name = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
  return name === undefined ? `exit status ${code}` : `killed by ${name}`;
}

/** Only the test runner had the other end, and it has exited: what it wrote is here, or on its way through the event loop. */
const drained = (stream: Readable): Promise<void> =>
  stream.readableEnded || stream.destroyed
    ? Promise.resolve()
    : new Promise((resolve) => {
        stream.once('close', resolve);
        stream.once('end', resolve);
      });

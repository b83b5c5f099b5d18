import { chmodSync, mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Lesson } from '../course/lesson.ts';
import { gradedTests } from '../grading/grade.ts';
import { REPORT_FD, type Received, receive } from '../grading/report-channel.ts';
import type { PlannedTest } from '../grading/result.ts';
import { releaseGroup, spawnKept } from '../host/keeper.ts';
import { PROJECT } from '../host/project.ts';
import { makeScratch, removeScratch } from '../host/scratch.ts';
import { signalGroup } from '../kit/process/launch.ts';
import { type Cage, cageCall, emptyCage } from './cage.ts';
import { type Overrun, watchLimits } from './limits.ts';
import { complete, type GradedLesson, notBegun } from './submission-report.ts';
import { type Submission, takeLesson } from './submissions.ts';

/** The tests of each lesson, before anything has run. */
export type Plan = ReadonlyMap<Lesson, readonly PlannedTest[]>;

const ended = new AbortController();

/** Ends every run that is under way, and those that would follow. */
export const endGrading = (): void => ended.abort();

/** Asks the tests what there is to earn: they are collected, and none of them runs. */
export async function planOf(lessons: readonly Lesson[]): Promise<Plan> {
  const scratch = makeScratch();
  const env = { LAB_TITLES: '[]', LAB_TARGET: 'lessons', TMPDIR: scratch };
  const { planned } = await runTests(lessons, 'none', scratch, 0, env);
  removeScratch(scratch);
  return new Map(lessons.map((lesson) => [lesson, planned.filter((test) => test.lesson === lesson.id)]));
}

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
    const { untouched, notes } = takeLesson(submission, lesson, lessons);
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

/** Below the project: a submission's files must find the lab's. Others may enter, whatever our umask is. */
function makeStage(): string {
  const root = join(PROJECT, '.lab', 'class');
  mkdirSync(root, { recursive: true });
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

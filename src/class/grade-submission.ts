import { chmodSync, mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Lesson } from '../course/lesson.ts';
import { solutionDir } from '../course/registry.ts';
import type { PlannedTest } from '../grading/result.ts';
import { GradedRun, type Outcome, runnerArgs } from '../grading/runner/graded-run.ts';
import type { Order } from '../grading/runner/order.ts';
import type { Received } from '../grading/runner/report-channel.ts';
import { PROJECT } from '../host/project.ts';
import { makeScratch, removeScratch } from '../host/scratch.ts';
import { Stop } from '../host/stop.ts';
import { type Cage, type CageJob, cageCall, emptyCage } from './cage.ts';
import { type Overrun, watchLimits } from './limits.ts';
import { complete, type LessonGrade, notBegun } from './submission-report.ts';
import { type Submission, takeLesson } from './submissions.ts';

/** The planned tests of each lesson. */
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
    const { received, how } = await runIn(
      cage,
      { args: runnerArgs(lessons), lessons: folder, slot: 0 },
      { titles: [] },
    );
    const plannedFor = ({ id }: Lesson): PlannedTest[] => received.planned.filter((test) => test.lesson === id);
    const plan = new Map(lessons.map((lesson) => [lesson, plannedFor(lesson)]));
    if ([...plan.values()].some((tests) => tests.length === 0)) throw new Stop(`${UNUSABLE} (${how})`);
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
): Promise<LessonGrade> {
  const planned = plan.get(lesson) ?? [];
  const points = planned.reduce((sum, test) => sum + test.points, 0);
  const stage = makeStage();
  try {
    const lessons = join(stage, 'lessons');
    const { untouched, notes } = madeForAll(() => takeLesson(submission, lesson, lessons));
    const base = { lesson: lesson.id, title: lesson.title, points, untouched };
    if (untouched) return { ...base, tests: notBegun(planned, 'the skeleton, unchanged'), notes };
    const { received, overrun, how } = await runIn(cage, { args: runnerArgs([lesson]), lessons, slot });
    const { reports } = received;
    const why = overrun ?? (reports === null ? `the test run ended early: ${how}` : reports[0]?.error);
    const tests = complete(planned, received.results, why ?? 'it was not run');
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

interface CagedRun {
  readonly received: Received;
  readonly overrun: Overrun | null;
  /** The end of the runner, in words. */
  readonly how: string;
}

async function runIn(cage: Cage, job: CageJob, order: Order = {}): Promise<CagedRun> {
  ended.signal.throwIfAborted();
  const run = new GradedRun(cageCall(cage, job), { order });
  const limits = run.pid === undefined ? null : watchLimits(run.pid);
  try {
    const { received, exit, complaint } = await untilEnded(run);
    const last = complaint.trim().split('\n').at(-1) ?? '';
    const how = exit.signal === null ? exitText(exit.code ?? 0) : `killed by ${exit.signal}`;
    return { received, overrun: limits?.overrun ?? null, how: last === '' ? how : `${how}: ${last}` };
  } finally {
    limits?.end();
  }
}

/** The outcome of a run, which is aborted when the whole grading is ended. */
async function untilEnded(run: GradedRun): Promise<Outcome> {
  const abort = (): void => run.abort();
  ended.signal.addEventListener('abort', abort);
  const outcome = await run.outcome;
  ended.signal.removeEventListener('abort', abort);
  ended.signal.throwIfAborted();
  return outcome;
}

/** Shells and bubblewrap report a signal as the exit status 128 + its number. */
function exitText(code: number): string {
  const name = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
  return name === undefined ? `exit status ${code}` : `killed by ${name}`;
}

import { chmodSync, mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Lesson } from '../course/lesson.ts';
import type { PlannedTest } from '../grading/result.ts';
import { GradedRun, type Outcome, plainCall, runnerArgs } from '../grading/runner/graded-run.ts';
import type { Received } from '../grading/runner/report-channel.ts';
import { PROJECT } from '../host/project.ts';
import { makeScratch, removeScratch } from '../host/scratch.ts';
import { type Cage, type CageJob, cageCall, emptyCage } from './cage.ts';
import { type Overrun, watchLimits } from './limits.ts';
import { complete, type LessonGrade, notBegun } from './submission-report.ts';
import { type Submission, takeLesson } from './submissions.ts';

/** The planned tests of each lesson. */
export type Plan = ReadonlyMap<Lesson, readonly PlannedTest[]>;

const ended = new AbortController();

/** Ends every run that is under way, and those that would follow. */
export const endGrading = (): void => ended.abort();

/** The plan of some lessons: their tests are collected, and none is run. */
export async function planOf(lessons: readonly Lesson[]): Promise<Plan> {
  ended.signal.throwIfAborted();
  const run = new GradedRun(plainCall(runnerArgs(lessons)), { order: { titles: [] } });
  const { planned } = (await untilEnded(run)).received;
  return new Map(lessons.map((lesson) => [lesson, planned.filter((test) => test.lesson === lesson.id)]));
}

/** Grades one lesson of one submission in a cage of its own. No other grading may use `slot` meanwhile. */
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
    const { untouched, notes } = takeLesson(submission, lesson, lessons);
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

/** A folder below the project, so that a submission's files can import the lab's. Readable for the cage's user, whatever our umask is. */
function makeStage(): string {
  const root = join(PROJECT, '.lab', 'class');
  mkdirSync(root, { recursive: true });
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

async function runIn(cage: Cage, job: CageJob): Promise<CagedRun> {
  ended.signal.throwIfAborted();
  const run = new GradedRun(cageCall(cage, job), { order: {} });
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

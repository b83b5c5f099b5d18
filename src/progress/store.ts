import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Lesson, Step } from '../course/lesson.ts';
import type { LessonReport, TestResult } from '../grading/result.ts';
import { PROJECT } from '../host/project.ts';
import { Stop } from '../host/stop.ts';

export interface Points {
  readonly earned: number;
  readonly points: number;
  /** What is missing is up to a later step. */
  readonly later?: true;
}

/** What a learner has reached, under the steps' stable keys. One small file, `.lab/progress.json`. */
export interface Progress {
  version: 1;
  steps: Record<string, Points>;
  /** How many hints of a step have been shown. */
  hints: Record<string, number>;
  /** What the last grading saw go wrong in a step. */
  last: Record<string, LastFailure>;
  /** Where classes have left walkthroughs; see class-place.ts. */
  classes?: Readonly<Record<string, unknown>>;
}

/** Files of earlier versions have the mistake alone. */
export interface LastFailure {
  /** The known mistake that it looks like. */
  readonly looksLike?: string;
  /** Its question has been asked. */
  readonly told: boolean;
  readonly title?: string;
  readonly expected?: string;
  readonly saw?: string;
}

export const PROGRESS_FILE = join(PROJECT, '.lab', 'progress.json');

const empty = (): Progress => ({ version: 1, steps: {}, hints: {}, last: {} });

/** Reads the file. A damaged one is set aside, never overwritten; one that cannot be read stops the command. */
export function readProgress(file: string = PROGRESS_FILE): Progress {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return empty();
    throw new Stop(`Your progress, ${shown(file)}, cannot be read (${reason(error)}): repair or remove it first.`);
  }
  const progress = parse(text);
  if (progress === null) return setBrokenAside(file);
  if (progress.version !== 1) {
    throw new Stop(`Your progress, ${shown(file)}, was written by a newer version of the lab: update the lab first.`);
  }
  return progress;
}

/** Reads, changes and writes at once: whoever else wrote in the meantime is not forgotten. */
export function updateProgress(change: (progress: Progress) => void, file: string = PROGRESS_FILE): Progress {
  const progress = readProgress(file);
  change(progress);
  try {
    write(file, `${JSON.stringify(progress, null, 1)}\n`);
  } catch (error) {
    throw new Stop(`Your progress, ${shown(file)}, cannot be written (${reason(error)}).`);
  }
  return progress;
}

function parse(text: string): Progress | null {
  try {
    const value = JSON.parse(text) as Partial<Progress> | null;
    const whole = [value?.steps, value?.hints, value?.last].every((part) => typeof part === 'object' && part !== null);
    return whole && typeof value?.version === 'number' ? (value as Progress) : null;
  } catch {
    return null;
  }
}

function setBrokenAside(file: string): Progress {
  const aside = `${file}.broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    throw new Stop(`Your progress, ${shown(file)}, is damaged and cannot be set aside (${reason(error)}).`);
  }
  process.stderr.write(
    `Your progress was damaged and is kept as ${shown(aside)}; counting starts anew: grade your lessons again.\n`,
  );
  return empty();
}

/** Written beside and renamed into place: a crash leaves the old file or the new one, never half of it. */
function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  try {
    const fd = openSync(draft, 'w');
    try {
      writeFileSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

const shown = (file: string): string => {
  const path = relative(PROJECT, file);
  return path.startsWith('..') ? file : path;
};

const reason = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** Every graded lesson is worth so much. */
export const LESSON_POINTS = 100;

/**
 * Takes over what a grading found. Points only of a whole lesson: a run of some tests says nothing about the others.
 * Returns whether it did.
 */
export function recordReport(progress: Progress, lesson: Lesson, report: LessonReport): boolean {
  const total = report.tests.reduce((sum, test) => sum + test.points, 0);
  const whole = report.error === undefined && total === LESSON_POINTS;
  for (const step of lesson.steps) {
    const tests = report.tests.filter((test) => test.step === step.id);
    const madeHere = report.tests.filter(({ failure }) => lesson.mistakes[failure?.looksLike ?? '']?.step === step.id);
    if (tests.length + madeHere.length > 0) noteFailure(progress, step, [...madeHere, ...tests]);
    const open = tests.filter(({ status }) => status !== 'passed');
    const sum = (key: 'earned' | 'points') => tests.reduce((all, test) => all + test[key], 0);
    if (whole)
      progress.steps[step.key] = {
        earned: sum('earned'),
        points: sum('points'),
        ...(open.length > 0 && open.every(isUpToLater) && { later: true }),
      };
  }
  return whole;
}

/** Whether its own step has done what it can: another one is missing. */
const isUpToLater = ({ status, step, waitsFor }: TestResult): boolean =>
  status !== 'failed' && waitsFor !== undefined && waitsFor > step;

function noteFailure(progress: Progress, step: Step, tests: readonly TestResult[]): void {
  const failed = tests.filter(({ status }) => status === 'failed');
  const test = failed.find(({ failure }) => failure?.looksLike !== undefined) ?? failed[0];
  if (test?.failure === undefined) {
    delete progress.last[step.key];
    return;
  }
  const { expected, saw, looksLike } = test.failure;
  const told = looksLike === undefined || progress.last[step.key]?.looksLike === looksLike;
  progress.last[step.key] = {
    title: test.title,
    expected: expected.slice(0, MAX_TEXT),
    saw: saw.slice(0, MAX_TEXT),
    told: told && (progress.last[step.key]?.told ?? true),
    ...(looksLike === undefined ? {} : { looksLike }),
  };
}

/** The file stays small, whatever a program printed. */
const MAX_TEXT = 300;

/** The first step that still misses points, and can have them; null when the lesson is complete. */
export function openStepOf(progress: Progress, lesson: Lesson): Step | null {
  const open = lesson.steps.filter((step) => !isComplete(progress.steps[step.key]));
  return open.find((step) => progress.steps[step.key]?.later !== true) ?? open[0] ?? null;
}

export const isComplete = (points: Points | undefined): boolean =>
  points !== undefined && points.earned >= points.points;

export const earnedIn = (progress: Progress, lesson: Lesson): number =>
  lesson.steps.reduce((sum, step) => sum + (progress.steps[step.key]?.earned ?? 0), 0);

/** The lesson after `after` (or the first) that misses points, going round. */
export function nextOpenLesson(progress: Progress, lessons: readonly Lesson[], after?: Lesson): Lesson | null {
  const start = after === undefined ? 0 : lessons.indexOf(after) + 1;
  const order = [...lessons.slice(start), ...lessons.slice(0, start)];
  return order.find((lesson) => openStepOf(progress, lesson) !== null) ?? null;
}

import { inParallel } from '../host/in-parallel.ts';
import { EXIT, Stop } from '../host/stop.ts';
import { WIDTH } from '../host/width.ts';
import type { LessonReport, TestResult } from './result.ts';
import { GradedRun, type Outcome, plainCall } from './runner/graded-run.ts';
import type { Order } from './runner/order.ts';
import { runnerArgs, vitestRunnerArgs } from './runner/runner-args.ts';

export interface GradeOptions extends Order {
  /** The root of the lesson folders: `lessons` (the default), `solutions`, or a path. */
  readonly target?: string;
  /** Run the tests in vitest with these options; where there are some, vitest's own output is shown. */
  readonly vitestArgs?: readonly string[];
  /** Called with each result as it arrives. */
  readonly onResult?: (result: TestResult) => void;
  /** Ends the run and the programs that it has started. */
  readonly signal?: AbortSignal;
}

export interface Graded {
  readonly reports: readonly LessonReport[];
  /** The exit status: 0 only when every test has passed. */
  readonly status: number;
}

type Lessons = readonly { readonly id: string }[];

/** Runs the graded tests of some lessons in processes of their own and returns their results. */
export async function grade(lessons: Lessons, options: GradeOptions = {}): Promise<Graded> {
  const { vitestArgs } = options;
  if (vitestArgs !== undefined) return runOf(vitestRunnerArgs(lessons, vitestArgs), vitestArgs.length > 0, options);
  const all = new Map<string, Graded>();
  await inParallel(lessons, WIDTH, async (lesson) => {
    all.set(lesson.id, await runOf(runnerArgs([lesson]), false, options));
  });
  const graded = lessons.map(({ id }) => all.get(id)).filter((each) => each !== undefined);
  return { reports: graded.flatMap(({ reports }) => reports), status: Math.max(...graded.map(({ status }) => status)) };
}

async function runOf(args: readonly string[], shown: boolean, options: GradeOptions): Promise<Graded> {
  const { target = 'lessons', vitestArgs: _, onResult, signal, ...order } = options;
  signal?.throwIfAborted();
  const stdout = (text: string): void => void process.stdout.write(text);
  const run = new GradedRun(plainCall(args, { LAB_TARGET: target }), { order, ...(shown && { stdout }) });
  if (onResult !== undefined) run.onResult(onResult);
  const abort = (): void => run.abort();
  signal?.addEventListener('abort', abort);
  const outcome = await run.outcome;
  signal?.removeEventListener('abort', abort);
  const { reports } = outcome.received;
  if (reports === null) throw noReport(outcome, shown);
  if (shown) process.stderr.write(outcome.complaint);
  return { reports, status: outcome.exit.code ?? EXIT.failed };
}

/** vitest reports a bad option on standard error only: the one line of text that has to be recognised here. */
const REFUSED = /^CACError: (.+)$/m;

function noReport({ complaint, exit }: Outcome, ownOptions: boolean): Error {
  const refused = ownOptions ? REFUSED.exec(complaint)?.[1] : undefined;
  if (refused !== undefined)
    return new Stop(
      `${refused}: npm test takes lessons, steps, and the options of vitest, which runs the tests.`,
      EXIT.usage,
    );
  const how = exit.signal === null ? `exit status ${exit.code}` : exit.signal;
  return new Error(`the graded tests left no report (${how})${complaint === '' ? '' : `: ${complaint.trim()}`}`);
}

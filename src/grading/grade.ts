import { EXIT, Stop } from '../host/stop.ts';
import type { LessonReport, TestResult } from './result.ts';
import { GradedRun, type Outcome, plainCall, runnerArgs } from './runner/graded-run.ts';
import type { Order } from './runner/order.ts';

export interface GradeOptions extends Order {
  /** The root of the lesson folders: `lessons` (the default), `solutions`, or a path. */
  readonly target?: string;
  /** Passed on to vitest unchanged; vitest's own output is then shown. */
  readonly vitestArgs?: readonly string[];
  /** Called with each result as it arrives. */
  readonly onResult?: (result: TestResult) => void;
  /** Ends the run and the programs that it has started. */
  readonly signal?: AbortSignal;
}

export interface Graded {
  readonly reports: readonly LessonReport[];
  /** vitest's own exit status: 0 only when every test has passed. */
  readonly status: number;
}

/** Runs the graded tests of some lessons in a vitest process and returns their results. */
export async function grade(lessons: readonly { readonly id: string }[], options: GradeOptions = {}): Promise<Graded> {
  const { target = 'lessons', vitestArgs = [], onResult, signal, ...order } = options;
  signal?.throwIfAborted();
  const call = plainCall(runnerArgs(lessons, vitestArgs), { LAB_TARGET: target });
  const stdout = (text: string): void => void process.stdout.write(text);
  const run = new GradedRun(call, { order, ...(vitestArgs.length > 0 && { stdout }) });
  if (onResult !== undefined) run.onResult(onResult);
  const abort = (): void => run.abort();
  signal?.addEventListener('abort', abort);
  const outcome = await run.outcome;
  signal?.removeEventListener('abort', abort);
  const { reports } = outcome.received;
  if (reports === null) throw noReport(outcome, vitestArgs.length > 0);
  if (vitestArgs.length > 0) process.stderr.write(outcome.complaint);
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

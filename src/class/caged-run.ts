import { chmodSync, mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { GradedRun, type Outcome } from '../grading/runner/graded-run.ts';
import type { Order } from '../grading/runner/order.ts';
import type { Received } from '../grading/runner/report-channel.ts';
import { PROJECT } from '../host/project.ts';
import { makeScratch, removeScratch } from '../host/scratch.ts';
import { type Cage, cageCall, emptyCage } from './cage.ts';
import { type Overrun, watchLimits } from './limits.ts';

const ended = new AbortController();

/** Ends every run that is under way, and those that would follow. */
export const endGrading = (): void => ended.abort();

/** A cage to run in; `slot` is unique among the cages of a kind that run at a time. */
export interface Place {
  readonly cage: Cage;
  readonly slot: number;
}

export interface CagedRun {
  readonly received: Received;
  readonly overrun: Overrun | null;
  /** The end of the runner, in words. */
  readonly how: string;
}

/** Calls `work` with a folder for lessons, and removes it and everything that programs have left in the cage. */
export async function staged<T>({ cage, slot }: Place, work: (lessons: string) => Promise<T>): Promise<T> {
  const stage = makeStage();
  try {
    return await work(join(stage, 'lessons'));
  } finally {
    emptyCage(cage, slot);
    removeScratch(stage);
  }
}

/** Runs graded tests on the programs in `lessons`. */
export async function runIn(
  { cage, slot }: Place,
  { args, lessons, order = {} }: { args: readonly string[]; lessons: string; order?: Order },
): Promise<CagedRun> {
  ended.signal.throwIfAborted();
  const run = new GradedRun(cageCall(cage, { args, lessons, slot }), { order });
  const limits = watchLimits(run.group);
  try {
    const { received, exit, complaint } = await untilEnded(run);
    const how = exit.signal === null ? exitText(exit.code ?? 0) : `killed by ${exit.signal}`;
    const why = reasonIn(complaint);
    return { received, overrun: limits.overrun, how: why === undefined ? how : `${how}: ${why}` };
  } finally {
    limits.end();
  }
}

/** Files that the user of a cage may read, whatever our umask is. */
export function madeForAll<T>(make: () => T): T {
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

/** The line of standard error that says why: the first error. After an uncaught one, Node's last line is its version. */
export function reasonIn(complaint: string): string | undefined {
  const lines = complaint.split('\n').map((line) => line.trim());
  return lines.find((line) => /^(Uncaught )?\w*Error\b.*:/.test(line)) ?? lines.findLast((line) => line !== '');
}

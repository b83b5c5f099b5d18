import { readFileSync } from 'node:fs';
import { runsTests } from '../grading/runner/runner-args.ts';
import { familyOf } from '../kit/kernel/family.ts';
import { commandLine, residentKb } from '../kit/kernel/proc.ts';
import type { OwnGroup } from '../kit/process/own-group.ts';

/** The exceeded limit, in words. */
export type Overrun = string;

export interface Limits {
  readonly overrun: Overrun | null;
  end(): void;
}

/** The reference takes half a minute for the longest lesson on a busy machine; a wrong program takes longer, because tests wait. */
const LESSON_SECONDS = 600;
/** For all programs of a run together, including the test runner's own 300 MB. */
const MAX_KB = 4_000_000;
const LOOK_MS = 200;

/** Ends a run that exceeds the limits of time or memory. In a cage all its processes descend from the leader of its group. */
export function watchLimits(group: OwnGroup): Limits {
  const deadline = performance.now() + LESSON_SECONDS * 1000;
  let overrun: Overrun | null = null;
  const timer = setInterval(() => {
    if (overrun !== null) return;
    if (performance.now() > deadline) overrun = `more than ${LESSON_SECONDS} seconds for the lesson`;
    else if (standsStill(group.pid)) overrun = 'it stopped its test runner (SIGSTOP)';
    else if (holdsTooMuch(group.pid)) overrun = `more than ${MAX_KB / 1e6} GB of memory`;
    if (overrun !== null) group.signal('SIGKILL');
  }, LOOK_MS);
  return {
    get overrun() {
      return overrun;
    },
    end: () => clearInterval(timer),
  };
}

/** Whether the runner, or a process of its cage, is stopped, which would keep its place until the time is over. A test may stop a program. */
const standsStill = (root: number): boolean =>
  familyOf(root).some(({ pid, state }) => state === 'T' && runsTests(commandLine(pid)));

/** Forked children share most of their memory, but the proportional size is expensive: it is read only when the plain sum is too much. */
function holdsTooMuch(root: number): boolean {
  const pids = familyOf(root).map(({ pid }) => pid);
  const sum = (kilobytes: (pid: number) => number): number => pids.reduce((all, pid) => all + kilobytes(pid), 0);
  return sum(residentKb) > MAX_KB && sum(shareKb) > MAX_KB;
}

/** The proportional set size, for which the kernel asks for the right to trace; without that, the resident size. proc_pid_smaps(5) */
function shareKb(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return residentKb(pid);
  }
}

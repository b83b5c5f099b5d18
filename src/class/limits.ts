import { readFileSync } from 'node:fs';
import { familyOf } from '../kit/kernel/family.ts';
import { residentKb } from '../kit/kernel/proc.ts';
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

/**
 * Whether the runner is stopped, which would keep its place until the time is over. `root` is the runner or, with the runner in
 * another group, its cage; each program under test has a group of its own, and its parent may stop it.
 */
function standsStill(root: number): boolean {
  const family = familyOf(root);
  const groups = new Set(family.filter(({ pid, ppid }) => pid === root || ppid === root).map(({ pgrp }) => pgrp));
  return family.some(({ pgrp, state }) => groups.has(pgrp) && state === 'T');
}

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

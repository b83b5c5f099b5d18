import process from 'node:process';
import { allProcesses, type ProcessInfo, pidNamespace } from '../../src/kit/kernel/proc.ts';

/** Processes in cages that this process has made, or that nobody has any more: not those of another grading on this machine. */
export function caged(): ProcessInfo[] {
  const all = new Map(allProcesses().map((info) => [info.pid, info]));
  const here = pidNamespace(process.pid);
  const parentOf = (pid: number): number => all.get(pid)?.ppid ?? 0;
  /** The pids above it that stand outside of its cage, the nearest first. */
  const above = (pid: number): number[] => {
    const outside: number[] = [];
    for (let up = parentOf(pid); up > 1; up = parentOf(up)) if (pidNamespace(up) === here) outside.push(up);
    return outside;
  };
  return [...all.values()].filter(({ pid, state }) => {
    // A dead one that init has still to reap is no process of theirs any more.
    if (state === 'Z' || [null, here].includes(pidNamespace(pid))) return false;
    const outside = above(pid);
    return outside.length <= 1 || outside.includes(process.pid); // the cage itself is the first
  });
}

import process from 'node:process';
import { allProcesses } from '../../src/kit/kernel/family.ts';
import { type ProcessInfo, pidNamespace } from '../../src/kit/kernel/proc.ts';

/** Processes in cages that descend from this process or are orphans: those of another grading on this machine are left out. */
export function caged(): ProcessInfo[] {
  const all = new Map(allProcesses().map((info) => [info.pid, info]));
  const here = pidNamespace(process.pid);
  const parentOf = (pid: number): number => all.get(pid)?.ppid ?? 0;
  /** Its ancestors outside of its cage, the nearest first. */
  const above = (pid: number): number[] => {
    const outside: number[] = [];
    for (let up = parentOf(pid); up > 1; up = parentOf(up)) if (pidNamespace(up) === here) outside.push(up);
    return outside;
  };
  return [...all.values()].filter(({ pid, state }) => {
    // Zombies that init has not reaped yet do not count.
    if (state === 'Z' || [null, here].includes(pidNamespace(pid))) return false;
    const outside = above(pid);
    return outside.length <= 1 || outside.includes(process.pid); // the cage itself is the first
  });
}

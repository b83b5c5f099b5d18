import { signalGroup } from '../../host/process-group.ts';
import { pauseMs, until } from '../../host/wait.ts';
import { allProcesses } from '../kernel/family.ts';
import { isZombie, type ProcessInfo, processesWithEnvironment, processInfo } from '../kernel/proc.ts';

/** Kills a process group, and every process that carries `mark` in its environment. Returns those that had left the group. */
export async function endProcesses(pgid: number, mark: string, withinMs: number): Promise<ProcessInfo[]> {
  const deadline = performance.now() + withinMs;
  // Zombies do not count: a dead child of a dead parent is reaped by init, some time later.
  while (signalGroup(pgid, 'SIGKILL') && groupLives(pgid) && performance.now() < deadline) await pauseMs(2);
  const strays = processesWithEnvironment(mark)
    .map(processInfo)
    .filter((info) => info !== null);
  for (const stray of strays) kill(stray.pid);
  await until(() => strays.every(({ pid }) => (processInfo(pid)?.state ?? 'Z') === 'Z'), withinMs);
  return strays;
}

const groupLives = (pgid: number): boolean =>
  allProcesses().some((process) => process.pgrp === pgid && !isZombie(process));

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}

import { releaseMark } from '../../host/keeper.ts';
import { pauseMs, until } from '../../host/wait.ts';
import { hasEnvironment, type ProcessInfo, processesWithEnvironment, processInfo } from '../kernel/proc.ts';
import type { OwnGroup } from './own-group.ts';
import { signalExactly } from './signal-exactly.ts';

/** Kills a process group, and every process that carries `mark` in its environment. Returns those that had left the group. */
export async function endProcesses(group: OwnGroup, mark: string, withinMs: number): Promise<ProcessInfo[]> {
  const deadline = performance.now() + withinMs;
  // Zombies do not count: a dead child of a dead parent is reaped by init, some time later.
  while (group.alive && performance.now() < deadline) {
    group.signal('SIGKILL');
    await pauseMs(2);
  }
  const marked = processesWithEnvironment(mark)
    .map(processInfo)
    .filter((info) => info !== null);
  for (const { pid } of marked) signalExactly(pid, 'SIGKILL', () => hasEnvironment(pid, mark));
  const gone = await until(() => marked.every(({ pid }) => (processInfo(pid)?.state ?? 'Z') === 'Z'), withinMs);
  if (gone === true) releaseMark(mark);
  return marked.filter(({ pgrp }) => pgrp !== group.pid);
}

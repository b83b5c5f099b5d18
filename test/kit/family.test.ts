import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { until } from '../../src/host/wait.ts';
import { allProcesses, familyOf } from '../../src/kit/kernel/family.ts';

/** Starts a child whenever it reads a line; for `away`, one in a session of its own. */
const SCRIPT =
  'echo ready; while read -r line; do if [ "$line" = away ]; then setsid sleep 60 & else sleep 60 & fi; done';

test('a family has the children of each look, also one in another session, and no older process', async () => {
  const older = spawn('sleep', ['60']);
  await once(older, 'spawn');
  const clock = (): number => Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
  const began = clock();
  await until(() => clock() > began + 0.02, 5000); // two ticks: both would be as old
  const shell = spawn('sh', ['-c', SCRIPT], { detached: true });
  const pid = shell.pid ?? 0;
  const started = new Set<number>();
  try {
    await once(shell.stdout, 'data');
    const pids = (): number[] => familyOf(pid).map((process) => process.pid);
    expect(pids()).toEqual([pid]);
    for (const [line, count] of [
      ['one', 2],
      ['two', 3],
      ['away', 4],
    ] as const) {
      shell.stdin.write(`${line}\n`);
      expect(await until(() => pids().length === count, 5000), `${pids()}`).toBe(true);
    }
    expect(pids().sort()).toEqual(
      familyOf(pid, allProcesses())
        .map((process) => process.pid)
        .sort(),
    );
    expect(pids()).not.toContain(older.pid);
    const children = pids().filter((child) => child !== pid);
    for (const child of children) started.add(child);
    shell.kill('SIGKILL');
    await once(shell, 'exit');
    // Those in its group are found without it.
    expect(pids().every((child) => children.includes(child))).toBe(true);
    expect(pids().length).toBeGreaterThanOrEqual(2);
  } finally {
    for (const child of started) kill(child);
    kill(-pid);
    older.kill('SIGKILL');
  }
});

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {} // it has ended
}

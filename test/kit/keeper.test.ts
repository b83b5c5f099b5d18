import { spawn, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { PROJECT } from '../../src/host/project.ts';
import { until } from '../../src/host/wait.ts';
import { allProcesses } from '../../src/kit/kernel/family.ts';
import { PATIENCE_MS } from '../support/patience.ts';

const groupAlive = (pgid: number): boolean => allProcesses().some(({ pgrp }) => pgrp === pgid);

/** A harness that starts one server, prints its pid, and waits to be killed. */
const harnessOf = (behave: string): string => `
import { ObservedProgram } from './src/kit/observed-program.ts';
const server = await ObservedProgram.launch('test/kit/fixtures/programs.ts', { args: ['--behave', '${behave}'] });
await server.listening();
console.log(server.pid);
setInterval(() => {}, 1000);
`;

/** Starts a harness, waits for its server, and kills the harness once `check` has looked at the server. */
async function killedHarness(behave: string, check: (pid: number) => Promise<void>): Promise<void> {
  const harness = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', harnessOf(behave)], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  harness.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  await check(Number(await until(() => /^\d+\n/.test(out) && out, PATIENCE_MS)));
  harness.kill('SIGKILL');
}

test('a server ends when its parent is killed', async () => {
  let server = 0;
  await killedHarness('serves', async (pid) => {
    server = pid;
    expect(groupAlive(pid)).toBe(true);
  });
  expect(await until(() => !groupAlive(server), PATIENCE_MS)).toBe(true);
});

test('a daemon, which has left the group of its server, ends as well', async () => {
  let daemon = 0;
  await killedHarness('leaves its group', async (server) => {
    const left = (): number | undefined =>
      allProcesses().find(({ pid, ppid, pgrp }) => ppid === server && pgrp === pid)?.pid;
    daemon = (await until(left, PATIENCE_MS)) ?? 0;
    expect(daemon).toBeGreaterThan(0);
  });
  expect(await until(() => !groupAlive(daemon), PATIENCE_MS)).toBe(true);
});

/** Starts a process that prints its pid, and is killed before it does anything else. */
const KILLED = `
import { spawnKept } from './src/host/keeper.ts';
const child = spawnKept('/bin/sh', ['-c', 'sleep 100; :'], { stdio: ['ignore', 'inherit', 'ignore'] });
process._rawDebug(child.pid);
process.kill(process.pid, 'SIGKILL');
`;

test('a server ends when its parent is killed during the start', async () => {
  for (let i = 0; i < 5; i++) {
    const { stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', KILLED], {
      cwd: PROJECT,
      encoding: 'utf8',
    });
    const pid = Number(stderr);
    expect(pid).toBeGreaterThan(0);
    expect(await until(() => !groupAlive(pid), PATIENCE_MS), `${pid}`).toBe(true);
  }
});

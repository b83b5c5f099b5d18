import { spawn, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { PROJECT } from '../../src/host/project.ts';
import { until } from '../../src/host/wait.ts';
import { allProcesses } from '../../src/kit/kernel/family.ts';
import { PATIENCE_MS } from '../support/patience.ts';

const groupAlive = (pgid: number): boolean => allProcesses().some(({ pgrp }) => pgrp === pgid);

/** A harness that starts one server, prints its pid, and waits to be killed. */
const HARNESS = `
import { ObservedProgram } from './src/kit/observed-program.ts';
const server = await ObservedProgram.launch('test/kit/fixtures/programs.ts', { args: ['--behave', 'serves'] });
await server.listening();
console.log(server.pid);
setInterval(() => {}, 1000);
`;

test('a server ends when its parent is killed', async () => {
  const harness = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', HARNESS], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  harness.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  const pid = Number(await until(() => /^\d+\n/.test(out) && out, PATIENCE_MS));
  expect(groupAlive(pid)).toBe(true);
  harness.kill('SIGKILL');
  expect(await until(() => !groupAlive(pid), PATIENCE_MS)).toBe(true);
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

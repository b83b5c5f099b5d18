import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { groupAlive } from '../../src/kit/launch.ts';
import { PROJECT } from '../../src/kit/project.ts';
import { until } from '../../src/kit/wait.ts';

/** A harness that starts one server, says its pid, and waits to be killed. */
const HARNESS = `
import { Server } from './src/kit/server.ts';
const server = await Server.launch('test/kit/fixtures/programs.ts', { args: ['--behave', 'serves'] });
await server.listening();
console.log(server.pid);
setInterval(() => {}, 1000);
`;

test('a server ends when whoever started it is killed', { timeout: 60_000 }, async () => {
  const harness = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', HARNESS], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  harness.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  const pid = Number(await until(() => /^\d+\n/.test(out) && out, 30_000));
  expect(groupAlive(pid)).toBe(true);
  harness.kill('SIGKILL');
  expect(await until(() => !groupAlive(pid), 30_000)).toBe(true);
});

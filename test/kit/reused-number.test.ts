import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../../src/host/project.ts';

const FIXTURE = join(PROJECT, 'test', 'kit', 'fixtures', 'reused-number.ts');
const UNSHARE = ['--pid', '--fork', '--kill-child', '--mount-proc'];
const able = spawnSync('unshare', [...UNSHARE, 'test', '-w', '/proc/sys/kernel/ns_last_pid']).status === 0;
if (!able)
  process.stderr.write(
    'test/kit/reused-number.test.ts: skipped, only root can make namespaces and choose process numbers\n',
  );

test.skipIf(!able).each([
  ['an observed program that has exited is ended', 'program'],
  ['the parent of a process that has exited is killed', 'keeper'],
])('when %s, a stranger that has got its number lives', { timeout: 120_000 }, (_, role) => {
  const { stdout } = spawnSync('unshare', [...UNSHARE, process.execPath, '--import', 'tsx', FIXTURE, role], {
    cwd: PROJECT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  expect(stdout, 'its state: asleep, or on its way there').toMatch(/^[SR]$/);
});

import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { O_CLOEXEC } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { descriptors, processInfo } from '../../src/kit/kernel/proc.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, STOPS } from './lesson.ts';
import { ask, startService, workersOf } from './service.ts';

graded(
  '14.5',
  2,
  'SIGUSR1 opens the log again in the master and in all workers',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const path = join(folder, 'greeter.log');
      const old = join(folder, 'greeter.log.1');
      const server = await startService(t, folder, ['workers = 2', `log = greeter.log`]);
      t.expect(existsSync(path), { expected: `the log beside the configuration file`, saw: 'no file' });
      renameSync(path, old);
      server.signal('SIGUSR1');
      await t.step('renamed the log, and sent SIGUSR1 to the master', async () => {
        await server.waitFor('a new log', () => existsSync(path), { diagnose: () => 'no-reopen-signal' });
        await server.quiet();
      });
      const before = readFileSync(old, 'latin1');
      const [victim = 0] = workersOf(server);
      process.kill(victim, 'SIGKILL');
      await t.step(`killed worker ${victim}, of which the master writes a line`, () =>
        server.waitFor('another worker', () => processInfo(victim) === null && workersOf(server).length === 2, {
          within: 30_000,
        }),
      );
      for (let i = 0; i < 6; i++) await ask(t, server);
      await server.quiet();
      const late = readFileSync(old, 'latin1').slice(before.length);
      const lines = readFileSync(path, 'latin1')
        .split('\n')
        .filter((line) => line.includes('GET /'));
      t.expect(late === '' && lines.length === 6, {
        expected: 'six requests in the new log',
        saw: `${lines.length} there, and ${late.split('\n').length - 1} lines in the renamed one`,
        looksLike: late.includes('GET') ? 'workers-not-told' : 'no-reopen-signal',
      });
      for (const pid of [server.pid, ...workersOf(server)]) {
        const logs = descriptors(pid).filter(({ target }) => target.startsWith(path));
        t.expect(
          logs.every(({ target }) => target === path),
          {
            expected: `process ${pid} to have closed the renamed log: its disk space is not free before`,
            saw: logs.map(({ fd, target }) => `fd ${fd}: ${target.slice(folder.length + 1)}`).join(', '),
            looksLike: 'old-log-open',
          },
        );
        t.expect(
          logs.every(({ fd }) => ((descriptorFlags(pid, fd) ?? 0) & O_CLOEXEC) !== 0),
          { expected: 'the log to be close-on-exec', saw: 'a log that is not', looksLike: 'log-inherited' },
        );
      }
    }),
  { needs: [STOPS] },
);

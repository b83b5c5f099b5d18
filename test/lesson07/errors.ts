import { SIGKILL } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { bugAt, expectEndByBug, expectEndByError } from '../support/bugs.ts';
import { fillFolder, killOne, workersOf } from '../support/pool.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, SERVER, SHARES } from './lesson.ts';
import { pool } from './pool.ts';

graded(
  '07.5',
  2,
  'an error that no step names ends the process that it happens in',
  (t: TestContext) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      await passingFails(t, folder);
      await forkFails(t, folder);
      await workerFails(t, folder);
    }),
  { needs: [SHARES] },
);

async function passingFails(t: TestContext, folder: string): Promise<void> {
  const server = await pool(t, folder, 1, { faults: [{ calls: ['sendmsg'], error: 'EIO', at: [1] }] });
  await t.connect(server);
  t.note('a client connects; the first sendmsg of this run fails with EIO');
  await expectEndByError(t, server, 'only EPIPE means that the worker has died', 'every-error', 'EIO');
}

async function forkFails(t: TestContext, folder: string): Promise<void> {
  const server = await pool(t, folder, 1, { faults: [{ ...bugAt('fork').faults[0], at: [2] }] });
  killOne(workersOf(server)[0] ?? 0, SIGKILL);
  t.note('killed the worker; the next fork of this run throws an Error that is no SystemError');
  await expectEndByBug(t, server, 'every-error');
}

/** The second worker is made by #refill, whose catch also runs in it. */
async function workerFails(t: TestContext, folder: string): Promise<void> {
  const server = await t.start(SERVER, {
    args: ['--dir', folder, '--workers', '1'],
    faults: [{ calls: ['recvmsg'], error: 'EIO', at: [1] }],
  });
  for (let i = 0; i < 2; i++) await t.connect(server); // a worker may call recvmsg only when a message is there
  const deaths = () => server.deaths.filter(({ pid }) => pid !== server.pid);
  await t.step('the first recvmsg of each worker of this run fails with EIO: one worker after the other ends', () =>
    server.waitFor('a second worker that ends', () => deaths().length >= 2, { diagnose: () => 'every-error' }),
  );
  const wrong = deaths().find(({ message }) => !message.includes('EIO'));
  t.expect(wrong === undefined, {
    expected: 'each worker to end with its own error, EIO of recvmsg',
    saw: `worker ${wrong?.pid} went on after that error, and ended with another one: ${wrong?.message}`,
    looksLike: 'every-error',
  });
  server.signal('SIGTERM');
  await server.exit();
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { descriptors, processInfo, statusField } from '../../src/kit/kernel/proc.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { inFolder } from '../support/train-answers.ts';
import { childrenOf, endBy, isGone, launchDaemon, pidFileIn, pidIn, startDaemon } from './daemon-under-test.ts';
import { DETACHES, graded, STOPS } from './lesson.ts';
import { PATIENCE_MS, writeConfig } from './service.ts';

graded(
  '14.6',
  2,
  DETACHES,
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { launcher, pid, port } = await startDaemon(t, folder);
      const workers = childrenOf(pid);
      t.expect(!isGone(pid) && workers.length === 2, {
        expected: `the daemon ${pid} with two workers`,
        saw: isGone(pid) ? 'no such process' : `${workers.length} workers`,
        looksLike: 'wrong-pid',
      });
      await until(() => launcher.output.ended, PATIENCE_MS / 3);
      t.expect(launcher.output.ended, {
        expected: `the end of the launcher's standard output and standard error`,
        saw: 'no end: a process of the daemon still holds one of them',
        kernel: [pid, ...workers].map((each) => `pid ${each}: ${streams(each).join(', ')}`),
        looksLike: 'streams-kept',
      });
      const open = streams(pid);
      t.expect(open.length === 3 && open.every((target) => target === '/dev/null'), {
        expected: 'descriptors 0, 1 and 2 of the daemon to be /dev/null',
        saw: open.join(', ') || 'none of them is open',
        looksLike: open.length < 3 ? 'streams-closed' : 'streams-kept',
      });
      t.expect(port > 0, { expected: 'a port', saw: String(port) });
    }),
  { needs: [STOPS] },
);

const streams = (pid: number): string[] =>
  descriptors(pid)
    .filter(({ fd }) => fd <= 2)
    .map(({ target }) => target);

graded(
  '14.6',
  2,
  'the daemon has a session without a terminal, the directory / and a sane umask',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { launcher, pid } = await startDaemon(t, folder);
      const info = processInfo(pid);
      const session = info?.session ?? 0;
      t.expect(session !== 0 && session !== launcher.pid, {
        expected: `another session than that of the launcher, ${launcher.pid}`,
        saw: `session ${session}`,
        looksLike: 'no-setsid',
      });
      t.expect(session !== pid, {
        expected: 'the daemon not to lead its session: a leader gets a terminal by opening one',
        saw: `session ${session}, led by the daemon`,
        looksLike: 'one-fork',
      });
      const { readlinkSync } = await import('node:fs');
      const directory = readlinkSync(`/proc/${pid}/cwd`);
      t.expect(directory === '/', { expected: 'the directory /', saw: directory, looksLike: 'directory-kept' });
      const mode = statSync(join(folder, 'greeter.log')).mode & 0o777;
      const umask = statusField(pid, 'Umask');
      t.expect((mode & 0o022) === 0 && Number.parseInt(umask ?? '0', 8) !== 0, {
        expected: 'a log that only its owner writes, and a umask that sees to it',
        saw: `mode 0${mode.toString(8)}, umask ${umask}`,
        looksLike: 'umask-zero',
      });
    }),
  { needs: [DETACHES] },
);

graded(
  '14.6',
  2,
  'the launcher ends with status 1 and a sentence when the daemon cannot start',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const options = {
        args: ['--listener', 'reuseport'],
        faults: [{ calls: ['listen'], error: 'EADDRINUSE', every: 1 }],
      };
      const launcher = await launchDaemon(t, folder, ['workers = 2'], options);
      t.note('in this run listen fails in each worker');
      await launcher.output.caughtUp();
      t.expect(launcher.exited?.code === 1 && launcher.log.some((line) => line.includes('no worker can start')), {
        expected: 'status 1, and the sentence that says why',
        saw: `the launcher ${describeExit(launcher.exited)}; ${JSON.stringify(launcher.log.slice(-2))}`,
        looksLike: 'no-report',
      });
    }),
  { needs: [DETACHES] },
);

graded(
  '14.6',
  2,
  'a second start is refused, and one after kill -9 is not',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const first = await startDaemon(t, folder);
      const second = await launchDaemon(t, folder);
      await second.output.caughtUp();
      const said = second.log.join(' ');
      t.expect(second.exited?.code === 1, {
        expected: 'status 1',
        saw: `the launcher ${describeExit(second.exited)}; ${JSON.stringify(said)}`,
        looksLike: 'double-start',
      });
      t.expect(pidIn(folder) === first.pid, {
        expected: `the pid file to say ${first.pid} still`,
        saw: pidIn(folder) === null ? 'no pid in it' : `${pidIn(folder)}`,
        looksLike: 'file-overwritten',
      });
      t.expect(said.includes(String(first.pid)), {
        expected: `a sentence with the pid ${first.pid}`,
        saw: JSON.stringify(said),
      });
      const workers = childrenOf(first.pid);
      await endBy(t, first.pid, 'SIGKILL');
      await until(() => workers.every(isGone), PATIENCE_MS);
      t.note(`the pid file is still there, and says ${pidIn(folder)}`);
      const third = await launchDaemon(t, folder);
      t.expect(third.exited?.code === 0 && pidIn(folder) !== first.pid, {
        expected: 'a start: the old number proves nothing',
        saw: `the launcher ${describeExit(third.exited)}; the file says ${pidIn(folder)}`,
        looksLike: 'stale-file',
      });
    }),
  { needs: [DETACHES] },
);

graded(
  '14.6',
  2,
  'the pid file is the master’s alone, and goes with it',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { pid } = await startDaemon(t, folder);
      const holding = childrenOf(pid).filter((each) =>
        descriptors(each).some(({ target }) => target === pidFileIn(folder)),
      );
      t.expect(holding.length === 0, {
        expected: 'no worker with the pid file open: a worker that outlives its master would keep the lock',
        saw: `workers ${holding.join(' ')}`,
        looksLike: 'masters-kept',
      });
      await endBy(t, pid, 'SIGTERM');
      t.expect(pidIn(folder) === null, { expected: 'no pid file', saw: `${pidIn(folder)}`, looksLike: 'file-left' });
    }),
  { needs: [DETACHES] },
);

graded(
  '14.6',
  2,
  'SIGWINCH leaves a daemon without workers, and SIGHUP brings them back',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { pid } = await startDaemon(t, folder);
      process.kill(pid, 'SIGWINCH');
      await t.step('sent SIGWINCH', () => until(() => childrenOf(pid).length === 0, PATIENCE_MS / 3));
      t.expect(childrenOf(pid).length === 0 && !isGone(pid), {
        expected: 'the daemon without workers',
        saw: isGone(pid) ? 'no daemon' : `${childrenOf(pid).length} workers`,
        looksLike: 'no-winch',
      });
      writeConfig(folder, ['workers = 3', 'log = greeter.log']);
      process.kill(pid, 'SIGHUP');
      await t.step('wrote workers = 3, and sent SIGHUP', () =>
        until(() => childrenOf(pid).length === 3, PATIENCE_MS / 3),
      );
      t.expect(childrenOf(pid).length === 3, {
        expected: 'three workers',
        saw: `${childrenOf(pid).length}`,
        looksLike: 'no-winch',
      });
    }),
  { needs: [DETACHES] },
);

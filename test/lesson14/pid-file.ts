import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { inFolder } from '../support/train-answers.ts';
import {
  childrenOf,
  endBy,
  endOf,
  isGone,
  launchDaemon,
  pidFileIn,
  pidIn,
  startDaemon,
  stoppedBy,
  watchLauncher,
} from './daemon-under-test.ts';
import { DETACHES, graded } from './lesson.ts';
import { PATIENCE_MS } from './service.ts';

/** Longer than any pid, so that a part of it would stay behind a shorter one. */
const OLD_NUMBER = '99999999999\n';

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
      writeFileSync(pidFileIn(folder), OLD_NUMBER);
      const third = await launchDaemon(t, folder);
      const text = existsSync(pidFileIn(folder)) ? readFileSync(pidFileIn(folder), 'latin1') : '';
      t.expect(third.exited?.code === 0 && text !== OLD_NUMBER, {
        expected: 'a start: the old number proves nothing',
        saw: `the launcher ${describeExit(third.exited)}; the file says ${JSON.stringify(text)}`,
        looksLike: 'stale-file',
      });
      t.expect(/^\d+\n$/.test(text), {
        expected: `the new number, and nothing of the old one, ${JSON.stringify(OLD_NUMBER)}`,
        saw: JSON.stringify(text),
        looksLike: 'old-digits',
      });
    }),
  { needs: [DETACHES] },
);

graded(
  '14.6',
  1,
  'the pid file is the master’s alone, and goes with it',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const recording = t.record();
      const { pid } = await startDaemon(t, folder, { env: recording.env });
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
      const calls = recording.lane(pid).filter((event) => event.kind === 'call');
      const lock = calls.findLast((call) => call.name === 'flock');
      const late = lock === undefined ? [] : calls.slice(calls.indexOf(lock));
      const removed = late.findIndex((call) => call.name === 'unlink');
      const unlocked = late.findIndex((call) => call.name === 'close' && call.args[0] === lock?.args[0]);
      t.expect(removed < 0 || unlocked < 0 || removed < unlocked, {
        expected: 'unlink before close: without the lock the file may be that of the next start',
        saw: 'close before unlink',
        looksLike: 'lock-first',
      });
    }),
  { needs: [DETACHES] },
);

graded(
  '14.6',
  1,
  'a start that has opened the pid file of a daemon which then ends has a pid file all the same',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const first = await startDaemon(t, folder);
      const faults = [{ calls: ['open'], signal: 'SIGSTOP', at: [1] }] as const;
      const second = await watchLauncher(t, folder, ['workers = 2', 'log = greeter.log'], { faults });
      await t.step(
        'started it once more; in this run it is stopped as it has opened its first file, the pid file',
        () => until(() => stoppedBy(second).length > 0 || second.exited !== null, PATIENCE_MS),
      );
      await endBy(t, first.pid, 'SIGTERM');
      for (const pid of stoppedBy(second)) process.kill(pid, 'SIGCONT');
      await endOf(t, second);
      t.expect(second.exited?.code === 0 && !isGone(pidIn(folder) ?? 0), {
        expected: 'the second start to succeed, and the pid file to name its daemon',
        saw: `the launcher ${describeExit(second.exited)}; ${pidIn(folder) === null ? 'there is no pid file' : `the file says ${pidIn(folder)}`}`,
        looksLike: 'lock-of-nothing',
      });
    }),
  { needs: [DETACHES] },
);

graded(
  '14.6',
  1,
  'the launcher waits until the daemon has let go of its directory',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const faults = [{ calls: ['chdir'], signal: 'SIGSTOP', at: [1] }] as const;
      const launcher = await watchLauncher(t, folder, ['workers = 2', 'log = greeter.log'], { faults });
      const stopped = (): number[] => stoppedBy(launcher);
      await t.step('started the launcher; in this run the daemon is stopped as it changes its directory', () =>
        until(() => stopped().length > 0 || launcher.exited !== null, PATIENCE_MS),
      );
      await launcher.settle();
      const waits = (): boolean => launcher.exited === null;
      t.expect(waits(), {
        expected: 'the launcher to wait: the daemon still has its streams',
        saw: `the launcher ${describeExit(launcher.exited)}`,
        looksLike: 'reports-first',
      });
      const goOn = (): boolean => {
        for (const pid of stopped()) process.kill(pid, 'SIGCONT');
        return launcher.exited !== null;
      };
      await t.step('let it go on: the launcher ends', () => until(goOn, PATIENCE_MS));
      t.expect(launcher.exited?.code === 0, {
        expected: 'status 0',
        saw: `the launcher ${describeExit(launcher.exited)}`,
        looksLike: 'no-report',
      });
    }),
  { needs: [DETACHES] },
);

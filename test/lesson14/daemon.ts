import { readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { O_RDONLY, O_RDWR, O_WRONLY } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { descriptors, processInfo, statusField } from '../../src/kit/kernel/proc.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { inFolder } from '../support/train-answers.ts';
import { askForMuch, childrenOf, isGone, launchDaemon, startDaemon } from './daemon-under-test.ts';
import { DETACHES, graded, STOPS } from './lesson.ts';
import { BIG, PATIENCE_MS, writeConfig } from './service.ts';

/** The bits of the flags that say for what a descriptor was opened. */
const O_ACCMODE = 3;

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
      expectStreams(t, pid);
    }),
  { needs: [STOPS] },
);

/** The new streams can be used. */
function expectStreams(t: TestContext, pid: number): void {
  const modes = [0, 1, 2].map((fd) => (descriptorFlags(pid, fd) ?? 0) & O_ACCMODE);
  t.expect(
    modes.every((mode, fd) => mode === O_RDWR || mode === (fd === 0 ? O_RDONLY : O_WRONLY)),
    {
      expected: 'descriptor 0 to be open for reading, and 1 and 2 for writing',
      saw: modes.map((mode, fd) => `${fd} for ${['reading', 'writing', 'both'][mode]}`).join(', '),
      looksLike: 'null-read-only',
    },
  );
}

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
      const directory = readlinkSync(`/proc/${pid}/cwd`);
      t.expect(directory === '/', { expected: 'the directory /', saw: directory, looksLike: 'directory-kept' });
      const mode = statSync(join(folder, 'greeter.log')).mode & 0o777;
      const umask = statusField(pid, 'Umask');
      const withheld = Number.parseInt(umask ?? '0', 8);
      t.expect((mode & 0o022) === 0 && (withheld & 0o027) === 0o027, {
        expected: 'a log that only its owner writes, and a umask that sees to it: 027',
        saw: `mode 0${mode.toString(8)}, umask ${umask}`,
        looksLike: withheld === 0 ? 'umask-zero' : 'umask-loose',
      });
    }),
  { needs: [DETACHES] },
);

graded(
  '14.6',
  1,
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
  'SIGWINCH leaves a daemon without workers, and SIGHUP brings them back',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { pid, port } = await startDaemon(t, folder);
      const client = await askForMuch(port);
      process.kill(pid, 'SIGWINCH');
      await t.step('a client is in the middle of its answer; sent SIGWINCH', () =>
        until(() => childrenOf(pid).length <= 1, PATIENCE_MS / 3),
      );
      const length = await client.rest();
      t.expect(length > BIG, {
        expected: `an answer with all ${BIG} bytes`,
        saw: `${length} bytes`,
        looksLike: 'cut-on-winch',
      });
      await until(() => childrenOf(pid).length === 0, PATIENCE_MS / 3);
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

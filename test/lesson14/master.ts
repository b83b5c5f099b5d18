import { realpathSync } from 'node:fs';
import { SIGALRM, SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGRTMIN, SIGTERM, SIGUSR1, SIGWINCH } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors, hasSignal, isZombie, processInfo, statusField } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { graded, STARTS, WORKERS } from './lesson.ts';
import { workersOf } from './service.ts';

/** A worker sends SIGRTMIN to the master once it serves. */
const SIGREADY = SIGRTMIN;
/** The signals that mean something to the master. */
const MASTERS = [SIGTERM, SIGCHLD, SIGALRM, SIGREADY, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGWINCH];
/** Those of them that end a process which has no handler. */
const DEADLY = MASTERS.filter((signum) => signum !== SIGCHLD && signum !== SIGWINCH);

/** A master with this number of workers, three unless it is said, that sleep. */
async function masterOf(t: TestContext, count = 3): Promise<ObservedProgram> {
  const master = await t.watch(WORKERS, { args: ['--workers', String(count)] });
  await t.step(`started try-workers.ts; it has ${count} workers`, () =>
    master.waitFor(`${count} workers`, () => workersOf(master).length === count),
  );
  await t.step('all of them sleep', () => master.quiet(() => 'busy-master'));
  return master;
}

graded('14.2', 2, STARTS, async (t: TestContext) => {
  const master = await masterOf(t);
  const grand = master.processes().filter(({ ppid }) => workersOf(master).includes(ppid));
  t.expect(grand.length === 0 && workersOf(master).length === 3, {
    expected: 'three children of the master, and no child of a worker',
    saw: `${workersOf(master).length} children, ${grand.length} children of workers`,
    looksLike: 'worker-returns',
  });
  master.signal('SIGTERM');
  const exit = await t.step('sent SIGTERM to the master', () => master.exit(() => 'no-handler'));
  t.expect(exit.code === 0, {
    expected: 'the master to see the signal and end with status 0',
    saw: `it ${describeExit(exit)}`,
    looksLike: 'no-handler',
  });
});

graded(
  '14.2',
  3,
  'a worker obeys SIGTERM, though its master blocks it',
  async (t: TestContext) => {
    const master = await masterOf(t, DEADLY.length);
    const workers = workersOf(master);
    for (const [index, signum] of DEADLY.entries()) {
      const pid = workers[index] ?? 0;
      process.kill(pid, signum);
      await t.step(`sent signal ${signum} to worker ${pid}`, () =>
        master.waitFor('the worker to end', () => !workersOf(master).includes(pid), {
          diagnose: () => {
            if (hasSignal(pid, 'SigBlk', signum)) return 'mask-inherited';
            return signum === SIGTERM ? 'handlers-inherited' : 'some-handlers';
          },
        }),
      );
    }
  },
  { needs: [STARTS] },
);

graded(
  '14.2',
  2,
  `a worker holds none of the master's descriptors`,
  async (t: TestContext) => {
    const master = await masterOf(t);
    const held = workersOf(master).filter((pid) => holdsMasters(pid));
    t.expect(held.length === 0, {
      expected: 'no worker with the file that try-workers.ts has opened for the master alone',
      saw: `${held.length} workers that have it open`,
      looksLike: 'masters-kept',
    });
  },
  { needs: [STARTS] },
);

/** The number of real-time signals that wait at once. */
const READY = 3;

/** try-workers.ts opens a file that nothing else opens. */
const holdsMasters = (pid: number): boolean =>
  descriptors(pid).some(({ fd, target }) => fd > 2 && target === realpathSync(process.execPath));

graded(
  '14.2',
  3,
  'no signal falls between the look and the sleep',
  async (t: TestContext) => {
    const master = await t.watch(WORKERS, { faults: [{ calls: ['open'], signal: 'SIGSTOP', at: [1] }] });
    // Not at a fork: the layer blocks all signals around it.
    t.note('in this run the master is stopped as it opens a file, before its first fork');
    await master.waitFor('the master to be stopped', () => processInfo(master.pid)?.state === 'T');
    const open = MASTERS.filter((signum) => !hasSignal(master.pid, 'SigBlk', signum));
    const mask = statusField(master.pid, 'SigBlk');
    master.signal('SIGTERM');
    master.signal('SIGCONT');
    const exit = await t.step('sent SIGTERM, and let the master go on: it ends', () => master.exit(() => 'unblocked'));
    t.expect(exit.code === 0, {
      expected: 'the master to see the signal and end with status 0',
      saw: `it ${describeExit(exit)}`,
      looksLike: 'unblocked',
    });
    t.expect(open.length === 0, {
      expected: 'the signals of the master to be blocked while it works: only its sleep lets them in',
      saw: `SigBlk ${mask}: the signals ${open.join(' ')} are not blocked`,
      looksLike: open.length === MASTERS.length ? 'unblocked' : 'half-blocked',
    });
  },
  { needs: [STARTS] },
);

graded(
  '14.2',
  2,
  'sees each of several signals that come together',
  async (t: TestContext) => {
    const master = await masterOf(t);
    const [worker = 0] = workersOf(master);
    await t.step('froze the master; killed a worker, sent SIGRTMIN three times, and SIGTERM; thawed the master', () =>
      master.frozen(async () => {
        process.kill(worker, 'SIGKILL');
        await master.waitFor('the worker to be a zombie', () => {
          const info = processInfo(worker);
          return info !== null && isZombie(info);
        });
        for (let ready = 1; ready <= READY; ready++) process.kill(master.pid, SIGREADY);
        master.signal('SIGTERM');
      }),
    );
    const exit = await t.step('the master ends', () => master.exit(() => 'one-note'));
    await master.output.caughtUp();
    const told = master.log.flatMap((line) => /told (-?\d+)/.exec(line)?.[1] ?? []);
    const kinds = new Set(told).size;
    t.expect(exit.code === 0 && kinds === 3 && told.length === 2 + READY, {
      expected: `SIGCHLD, SIGTERM and ${READY} times SIGRTMIN to be seen: real-time signals queue`,
      saw: `${told.length} signals of ${kinds} kinds; the master ${describeExit(exit)}`,
      looksLike: kinds === 3 && exit.code === 0 ? 'notes-merged' : 'one-note',
    });
  },
  { needs: [STARTS] },
);

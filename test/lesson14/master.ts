import { realpathSync } from 'node:fs';
import { SIGCHLD, SIGHUP, SIGTERM } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors, hasSignal, isZombie, processInfo, statusField } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { graded, STARTS, WORKERS } from './lesson.ts';
import { workersOf } from './service.ts';

/** A master with three workers that sleep. */
async function three(t: TestContext): Promise<ObservedProgram> {
  const master = await t.watch(WORKERS);
  await t.step('started try-workers.ts; it has three workers', () =>
    master.waitFor('three workers', () => workersOf(master).length === 3),
  );
  await t.step('all of them sleep', () => master.quiet(() => 'busy-master'));
  return master;
}

graded('14.2', 2, STARTS, async (t: TestContext) => {
  const master = await three(t);
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
    const master = await three(t);
    const [worker = 0] = workersOf(master);
    process.kill(worker, 'SIGTERM');
    await t.step(`sent SIGTERM to worker ${worker}`, () =>
      master.waitFor('the worker to end', () => !workersOf(master).includes(worker), {
        diagnose: () => (hasSignal(worker, 'SigBlk', SIGTERM) ? 'mask-inherited' : 'handlers-inherited'),
      }),
    );
  },
  { needs: [STARTS] },
);

graded(
  '14.2',
  2,
  `a worker holds none of the master's descriptors`,
  async (t: TestContext) => {
    const master = await three(t);
    const held = workersOf(master).filter((pid) => holdsMasters(pid));
    t.expect(held.length === 0, {
      expected: 'no worker with the file that try-workers.ts has opened for the master alone',
      saw: `${held.length} workers that have it open`,
      looksLike: 'masters-kept',
    });
  },
  { needs: [STARTS] },
);

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
    const open = [SIGTERM, SIGCHLD, SIGHUP].filter((signum) => !hasSignal(master.pid, 'SigBlk', signum));
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
      saw: `SigBlk ${mask}: ${open.length} of SIGTERM, SIGCHLD and SIGHUP are not blocked`,
      looksLike: 'unblocked',
    });
  },
  { needs: [STARTS] },
);

graded(
  '14.2',
  2,
  'sees each of several signals that come together',
  async (t: TestContext) => {
    const master = await three(t);
    const [worker = 0] = workersOf(master);
    await t.step('froze the master; killed a worker, and sent SIGTERM; thawed the master', () =>
      master.frozen(async () => {
        process.kill(worker, 'SIGKILL');
        await master.waitFor('the worker to be a zombie', () => {
          const info = processInfo(worker);
          return info !== null && isZombie(info);
        });
        master.signal('SIGTERM');
      }),
    );
    const exit = await t.step('the master ends', () => master.exit(() => 'one-note'));
    await master.output.caughtUp();
    const told = master.log.filter((line) => line.includes('told')).length;
    t.expect(exit.code === 0 && told === 2, {
      expected: 'both signals to be seen',
      saw: `${told} of them; the master ${describeExit(exit)}`,
      looksLike: 'one-note',
    });
  },
  { needs: [STARTS] },
);

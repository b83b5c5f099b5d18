import { O_WRONLY } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { descriptorFlags, epollDescriptors, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { descriptors, isZombie, processInfo, socketInodes } from '../../src/kit/kernel/proc.ts';
import { allListeners, listenersOf } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, REPLACES, STOPS } from './lesson.ts';
import { BIG, PATIENCE_MS, request, startService, workersOf } from './service.ts';

/** The bits of the flags that say for what a descriptor was opened. */
const O_ACCMODE = 3;
export const BIG_ANSWER = `/bytes/${BIG}`;

/** The service ends with this status, and leaves no process behind. */
export async function endsWith(
  t: TestContext,
  server: ObservedProgram,
  pids: readonly number[],
  looksLike?: string,
): Promise<void> {
  const exit = await t.step('the master ends', () => server.exit(() => looksLike));
  t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the master ${describeExit(exit)}`, looksLike });
  await expectGone(t, pids, looksLike);
}

async function expectGone(t: TestContext, pids: readonly number[], looksLike?: string): Promise<void> {
  await until(() => pids.every(isGone), PATIENCE_MS / 3);
  const left = pids.filter((pid) => !isGone(pid));
  t.expect(left.length === 0, { expected: 'no worker left', saw: `workers ${left.join(' ')} still live`, looksLike });
}

export function isGone(pid: number): boolean {
  const info = processInfo(pid);
  return info === null || isZombie(info);
}

graded(
  '14.5',
  2,
  STOPS,
  (t: TestContext) =>
    inFolder(async (folder) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        const server = await startService(t, folder);
        const workers = workersOf(server);
        const peer = await request(t, server, BIG_ANSWER);
        await server.quiet();
        server.signal(signal);
        t.note(`a client is in the middle of its answer, and reads nothing; sent ${signal}`);
        await endsWith(t, server, workers);
        peer.close();
      }
    }),
  { needs: [REPLACES] },
);

graded(
  '14.5',
  2,
  'SIGTERM ends a worker that is stopped, or that is leaving already',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 3']);
      const workers = workersOf(server);
      const peer = await request(t, server, BIG_ANSWER);
      await server.waitFor('the connection to be accepted', () => (peer.serverRow?.inode ?? 0) > 0);
      const busy = workers.find((pid) => socketInodes(pid).has(peer.serverRow?.inode ?? 0)) ?? 0;
      const stopped = workers.find((pid) => pid !== busy) ?? 0;
      process.kill(stopped, 'SIGSTOP');
      await server.waitFor('the worker to be stopped', () => processInfo(stopped)?.state === 'T');
      server.signal('SIGQUIT');
      await t.step(`stopped worker ${stopped}; worker ${busy} is in the middle of an answer; sent SIGQUIT`, () =>
        server.waitFor(
          'the third worker to end, and the busy one to close its listener',
          () => workersOf(server).length === 2 && listenersOf(busy).length === 0,
          { diagnose: () => 'still-listens' },
        ),
      );
      t.note(`worker ${stopped} cannot obey now; sent SIGTERM to the master`);
      const sent = performance.now();
      server.signal('SIGTERM');
      await until(() => server.exited !== null, PATIENCE_MS / 3);
      const waited = performance.now() - sent;
      t.expect(server.exited !== null, {
        expected: 'the master to end',
        saw: 'it waits',
        looksLike: 'waits-for-stopped',
      });
      t.expect(waited > 980, {
        expected: 'workers that do not obey SIGTERM to be killed after a second',
        saw: `all had gone after ${Math.round(waited)} ms`,
        looksLike: 'killed-early',
      });
      await expectGone(t, workers, 'waits-for-stopped');
      peer.close();
    }),
  { needs: [STOPS] },
);

graded(
  '14.5',
  2,
  'no worker is left when the master is killed',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 3']);
      const workers = workersOf(server);
      const peer = await request(t, server, BIG_ANSWER);
      await server.quiet();
      const copies = workers.some((pid) => holdsWriteEnd(pid, server.port));
      server.signal('SIGKILL');
      await t.step(`killed the master; its workers are ${workers.join(' ')}`, () => server.exit());
      await expectGone(t, workers, copies ? 'lifeline-copies' : 'orphans');
      peer.close();
    }),
  { needs: [STOPS] },
);

function expectSame(t: TestContext, server: ObservedProgram, workers: readonly number[], looksLike: string): void {
  t.expect(workersOf(server).join() === workers.join(), {
    expected: `the same workers: ${workers.join(' ')}`,
    saw: workersOf(server).join(' ') || 'none',
    looksLike,
  });
}

/** Whether a worker waits for the end of a pipe whose write end it has open itself. */
function holdsWriteEnd(pid: number, port: number): boolean {
  const listeners = allListeners().filter(({ localPort }) => localPort === port);
  const watched = epollDescriptors(pid)
    .map((epfd) => interestList(pid, epfd).map(({ inode }) => inode))
    .filter((inodes) => listeners.some(({ inode }) => inodes.includes(inode)))
    .flat();
  return descriptors(pid).some(({ fd, target }) => {
    const inode = Number(/^pipe:\[(\d+)\]$/.exec(target)?.[1] ?? 0);
    return watched.includes(inode) && ((descriptorFlags(pid, fd) ?? 0) & O_ACCMODE) === O_WRONLY;
  });
}

graded(
  '14.5',
  2,
  'signals of the terminal for the whole group mean the master only',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder);
      const workers = workersOf(server);
      for (const signal of ['SIGHUP', 'SIGWINCH'] as const) for (const pid of workers) process.kill(pid, signal);
      await t.step('sent SIGHUP and SIGWINCH to all workers', () => server.quiet());
      expectSame(t, server, workers, 'group-signal');
      server.signal('SIGWINCH');
      await t.step('sent SIGWINCH to the master', () => server.quiet());
      expectSame(t, server, workers, 'window-size');
    }),
  { needs: [STOPS] },
);

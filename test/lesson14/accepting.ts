import { getsockopt, O_NONBLOCK, SIGQUIT, SIGTERM, SIGUSR1, SO_REUSEADDR, SO_REUSEPORT, SOL_SOCKET } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptorFlags, epollDescriptors, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { descriptors, hasSignal, processInfo, socketInodes, statusField } from '../../src/kit/kernel/proc.ts';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { blaming } from '../support/echo.ts';
import { limitFiles } from '../support/limit-files.ts';
import { lookAt } from '../support/look-at.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, SERVES } from './lesson.ts';
import { answerTo, request, startService, workersOf } from './service.ts';

const listenerAt = (port: number): number => allListeners().find(({ localPort }) => localPort === port)?.inode ?? 0;

graded(
  '14.3',
  1,
  'a worker that comes too late for a connection does not sleep in accept',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder);
      const inode = listenerAt(server.port);
      for (const pid of workersOf(server)) {
        const fd = socketInodes(pid).get(inode) ?? -1;
        const flags = descriptorFlags(pid, fd) ?? 0;
        t.expect((flags & O_NONBLOCK) !== 0, {
          expected: `the listener of worker ${pid} to be non-blocking`,
          saw: `fd ${fd} with flags 0${flags.toString(8)}`,
          looksLike: 'blocking-accept',
        });
      }
    }),
  { needs: [SERVES] },
);

/** Leaves room for `count` more descriptors in a process. */
function leaveRoom(pid: number, count: number): void {
  const open = new Set(descriptors(pid).map(({ fd }) => fd));
  let free = 0;
  let limit = 0;
  for (; free < count; limit++) if (!open.has(limit)) free++;
  limitFiles(pid, limit);
}

graded(
  '14.3',
  2,
  'a worker without descriptors sleeps, and accepts again when a client has gone',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 1']);
      const [worker = 0] = workersOf(server);
      leaveRoom(worker, 2);
      t.note(`worker ${worker} may open two more descriptors (prlimit)`);
      const held: Peer[] = [await t.connect(server), await t.connect(server)];
      await server.waitFor('both connections to be accepted', () =>
        held.every((peer) => (peer.serverRow?.inode ?? 0) > 0),
      );
      const third = await request(t, server);
      await t.step('three clients connected, the third has no descriptor: the worker sleeps', () =>
        server.quiet(() => 'no-descriptors'),
      );
      t.expect(workersOf(server).includes(worker), {
        expected: `worker ${worker} to go on`,
        saw: 'it has ended',
        looksLike: 'no-descriptors',
      });
      for (const peer of held) peer.close();
      const text = await t.step('the first two left; the third gets its answer', () =>
        blaming('no-descriptors', () => answerTo(third)),
      );
      t.expect(text.includes('from'), {
        expected: 'the greeting',
        saw: JSON.stringify(text),
        looksLike: 'no-descriptors',
      });
    }),
  { needs: [SERVES] },
);

graded(
  '14.3',
  1,
  'the port is this service’s alone, and free for the next one at once',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder);
      const fd = socketInodes(server.pid).get(listenerAt(server.port)) ?? -1;
      const [reuseAddress, reusePort] = lookAt(server.pid, fd, (listener) =>
        [SO_REUSEADDR, SO_REUSEPORT].map((option) => getsockopt(listener, SOL_SOCKET, option) !== 0),
      );
      t.expect(reusePort === false, {
        expected:
          'the listener that all workers share without SO_REUSEPORT: a second service would get a part of its clients',
        saw: `SO_REUSEPORT on fd ${fd} of the master`,
        looksLike: 'port-shared',
      });
      t.expect(reuseAddress === true, {
        expected: 'SO_REUSEADDR: connections in TIME_WAIT keep the port of a service that has ended',
        saw: `fd ${fd} of the master without it`,
        looksLike: 'no-reuseaddr',
      });
    }),
  { needs: [SERVES] },
);

/** Stopped as its first accept returns, and told at the second one that the client has gone. */
const STOPPED_THEN_ABORTED = [
  { calls: ['accept', 'accept4'], signal: 'SIGSTOP', at: [1] },
  { calls: ['accept', 'accept4'], error: 'ECONNABORTED', at: [2] },
] as const;

graded(
  '14.3',
  1,
  'serves all clients that come at once, though one accept fails',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 1'], { faults: STOPPED_THEN_ABORTED });
      const [worker = 0] = workersOf(server);
      t.note('in this run the worker is stopped by its first accept, and its second one fails with ECONNABORTED');
      const first = await t.connect(server);
      await server.waitFor('the worker to be stopped in accept', () => processInfo(worker)?.state === 'T');
      const blocked = [SIGTERM, SIGQUIT, SIGUSR1].every((signum) => hasSignal(worker, 'SigBlk', signum));
      t.expect(blocked || hasBell(worker, listenerAt(server.port)), {
        expected: 'the signals of a worker to be blocked while it works: only its sleep lets them in',
        saw: `SigBlk ${statusField(worker, 'SigBlk')} in its accept`,
        looksLike: 'worker-unblocked',
      });
      const fd = socketInodes(worker).get(first.serverRow?.inode ?? 0) ?? -1;
      const others = [await request(t, server), await request(t, server), await request(t, server)];
      process.kill(worker, 'SIGCONT');
      const looksLike = (): string => (workersOf(server).includes(worker) ? 'one-for-all' : 'aborted-fatal');
      for (const peer of others)
        await t.step('three clients have connected meanwhile; it goes on, and each gets its answer', () =>
          blaming(looksLike, () => answerTo(peer)),
        );
      t.expect(workersOf(server).includes(worker), {
        expected: `worker ${worker} to go on: one connection has failed, and not the listener`,
        saw: 'it has ended',
        looksLike: 'aborted-fatal',
      });
      const flags = descriptorFlags(worker, fd) ?? 0;
      t.expect((flags & O_NONBLOCK) !== 0, {
        expected: 'each connection to be non-blocking: a worker has more clients than one',
        saw: `fd ${fd} with flags 0${flags.toString(8)}`,
        looksLike: 'blocking-client',
      });
    }),
  { needs: [SERVES] },
);

/** Whether a worker watches another pipe or signalfd beside its lifeline, which a handler may write to: then no signal is lost, blocked or not. */
function hasBell(pid: number, listener: number): boolean {
  const targets = new Map(descriptors(pid).map(({ fd, target }) => [fd, target]));
  const lists = epollDescriptors(pid).map((epfd) => interestList(pid, epfd));
  const own = lists.find((list) => list.some(({ inode }) => inode === listener)) ?? []; // Node has others
  return own.filter(({ fd }) => /^(pipe|anon_inode)/.test(targets.get(fd) ?? '')).length > 1;
}

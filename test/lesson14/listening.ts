import { O_NONBLOCK } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptorFlags, epollDescriptors, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { descriptors, socketInodes, statusField } from '../../src/kit/kernel/proc.ts';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { limitFiles } from '../support/limit-files.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, SERVES } from './lesson.ts';
import { answerTo, ask, request, startService, workersOf } from './service.ts';

graded('14.3', 2, SERVES, (t: TestContext) =>
  inFolder(async (folder) => {
    const server = await startService(t, folder, ['workers = 3', 'greeting = good day']);
    for (let i = 1; i <= 6; i++) {
      const { text, pid } = await ask(t, server);
      t.expect(text.startsWith('good day from ') && workersOf(server).includes(pid), {
        expected: 'the greeting, from one of the workers',
        saw: JSON.stringify(text),
        kernel: [`master ${server.pid}, workers ${workersOf(server).join(' ')}`],
      });
    }
    t.note('six requests were answered by workers');
    await server.quiet(() => 'busy-worker');
  }),
);

/** The workers whose context switches a connection has moved. */
async function woken(t: TestContext, server: ObservedProgram): Promise<number[]> {
  const before = new Map(workersOf(server).map((pid) => [pid, switches(pid)]));
  const peer = await t.connect(server);
  await server.waitFor('the connection to be accepted', () => (peer.serverRow?.inode ?? 0) > 0);
  await server.quiet();
  return workersOf(server).filter((pid) => switches(pid) !== before.get(pid));
}

const switches = (pid: number): string | null => statusField(pid, 'voluntary_ctxt_switches');

for (const [way, points] of [
  ['shared', 2],
  ['reuseport', 2],
] as const) {
  graded(
    '14.3',
    points,
    `a connection wakes one of four workers (${way})`,
    (t: TestContext) =>
      inFolder(async (folder) => {
        const server = await startService(t, folder, ['workers = 4'], { args: ['--listener', way] });
        await server.quiet();
        for (let i = 1; i <= 4; i++) {
          const pids = await t.step(`connection ${i}: counted the context switches of the workers`, () =>
            woken(t, server),
          );
          t.expect(pids.length === 1, {
            expected: 'one worker to wake',
            saw: `${pids.length}: ${pids.join(' ')}`,
            looksLike: pids.length > 1 ? 'herd' : undefined,
          });
        }
      }),
    { needs: [SERVES] },
  );
}

graded(
  '14.3',
  3,
  'no process keeps a listener that it does not serve',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 3'], { args: ['--listener', 'reuseport'] });
      const inodes = listenersAt(server.port);
      t.expect(inodes.length === 3, {
        expected: 'three listeners for three workers',
        saw: `${inodes.length}`,
        looksLike: inodes.length === 4 ? 'masters-listener' : undefined,
      });
      const holders = inodes.map((inode) => server.processes().filter(({ pid }) => socketInodes(pid).has(inode)));
      t.expect(
        holders.every((processes) => processes.length === 1 && processes[0]?.pid !== server.pid),
        {
          expected: 'each of them in one worker',
          saw: holders.map((processes) => processes.map(({ pid }) => pid).join('+')).join(', '),
          looksLike: 'masters-listener',
        },
      );
      for (let i = 0; i < 24; i++) await ask(t, server);
      t.note('24 requests were answered');
      await expectNoSpare(t, server);
    }),
  { needs: [SERVES] },
);

const listenersAt = (port: number): number[] =>
  allListeners()
    .filter(({ localPort }) => localPort === port)
    .map(({ inode }) => inode);

/** A worker holds no socket that neither listens nor is watched. */
async function expectNoSpare(t: TestContext, server: ObservedProgram): Promise<void> {
  await server.quiet();
  for (const pid of workersOf(server)) {
    const watched = new Set(epollDescriptors(pid).flatMap((epfd) => interestList(pid, epfd).map(({ inode }) => inode)));
    const spare = [...socketInodes(pid)].filter(([inode, fd]) => fd > 2 && !watched.has(inode));
    t.expect(spare.length === 0, {
      expected: `worker ${pid} to watch each socket that it holds`,
      saw: `fd ${spare.map(([, fd]) => fd).join(', ')} of it, in no interest list`,
      looksLike: 'port-kept',
    });
  }
}

graded(
  '14.3',
  2,
  'a worker that comes too late for a connection does not sleep in accept',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder);
      const inode = listenersAt(server.port)[0] ?? 0;
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
        answerTo(third).catch((error: unknown) => {
          throw blamed(error, 'no-descriptors');
        }),
      );
      t.expect(text.includes('from'), {
        expected: 'the greeting',
        saw: JSON.stringify(text),
        looksLike: 'no-descriptors',
      });
    }),
  { needs: [SERVES] },
);

const blamed = (error: unknown, looksLike: string): unknown => {
  if (error instanceof Error && 'details' in error) Object.assign(error.details as object, { looksLike });
  return error;
};

import type { TestContext } from '../../src/grading/test-context.ts';
import { epollDescriptors, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { socketInodes, statusField } from '../../src/kit/kernel/proc.ts';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, SERVES } from './lesson.ts';
import { ask, startService, workersOf } from './service.ts';

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
  2,
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

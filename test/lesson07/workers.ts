import { SIGTERM } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { hasSignal, socketInodes } from '../../src/kit/kernel/proc.ts';
import { blaming } from '../support/echo.ts';
import { channelInodes, workersOf } from '../support/pool.ts';
import { graded, MAKES, TRY } from './lesson.ts';

graded('07.1', 6, MAKES, async (t: TestContext) => {
  const server = await t.start(TRY, { args: ['--idle', '3'] });
  await server.quiet();
  const workers = workersOf(server);
  t.expect(workers.length === 3, {
    expected: '3 children',
    saw: `${workers.length}`,
    kernel: server.describeProcesses(),
  });
  const calls = workers.map((pid) => server.blockedIn(pid) ?? 'read');
  t.expect(
    calls.every((call) => call.startsWith('read')),
    { expected: 'each worker asleep in read', saw: calls.join(', '), kernel: server.describeProcesses() },
  );
});

graded(
  '07.1',
  8,
  'each worker holds its own end of its channel, and nothing else of the pool',
  async (t: TestContext) => {
    const server = await t.start(TRY, { args: ['--idle', '3'] });
    await server.quiet();
    const workers = workersOf(server);
    const listener = server.listener()?.inode ?? 0;
    const own = channelInodes(server.pid);
    const lines = workers.map((pid) => `worker ${pid} holds the sockets ${channelInodes(pid).join(' ') || 'none'}`);
    const kernel = [`parent ${server.pid} holds the sockets ${own.join(' ')}`, ...lines];
    t.expect(own.length === workers.length, {
      expected: 'the parent to have one end of each channel, its own',
      saw: `${own.length} sockets for ${workers.length} workers`,
      kernel,
      looksLike: 'both-ends',
    });
    for (const pid of workers) {
      t.expect(!socketInodes(pid).has(listener), {
        expected: 'no worker to hold the listener',
        saw: `worker ${pid} holds it, as fd ${socketInodes(pid).get(listener)}`,
        looksLike: 'listener-inherited',
      });
      t.expect(hasSignal(pid, 'SigIgn', SIGTERM), {
        expected: 'each worker to ignore SIGTERM, which is for the parent',
        saw: `worker ${pid} does not ignore it (SigIgn in /proc/${pid}/status)`,
        looksLike: 'own-signals',
      });
      t.expect(channelInodes(pid).length === 1, {
        expected: 'each worker to have one socket of the channels: its own end',
        saw: `worker ${pid} has ${channelInodes(pid).length}`,
        kernel,
        looksLike: 'siblings',
      });
    }
    // When the parent ends, each channel ends, unless another process has a copy of the parent's end.
    server.signal('SIGKILL');
    await server.exit();
    await blaming('siblings', () =>
      t.step('killed the parent; the workers see the end of their channels', () =>
        server.waitFor(
          'all workers to exit',
          () => server.processes().every(({ pid, state }) => pid === server.pid || state === 'Z'),
          { alive: false },
        ),
      ),
    );
  },
  { needs: [MAKES] },
);

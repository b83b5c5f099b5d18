import { SIGTERM } from '#sys';
import type { Bench } from '../../src/grading/test-context.ts';
import { hasSignal, socketInodes } from '../../src/kit/kernel/proc.ts';
import { blaming } from '../support/echo.ts';
import { channelInodes, workersOf } from '../support/pool.ts';
import { graded, MAKES, TRY } from './lesson.ts';

graded('07.1', 6, MAKES, async (bench: Bench) => {
  const server = await bench.start(TRY, { args: ['--idle', '3'] });
  await server.quiet();
  const workers = workersOf(server);
  bench.expect(workers.length === 3, {
    expected: '3 children',
    saw: `${workers.length}`,
    kernel: server.describeProcesses(),
  });
  const calls = workers.map((pid) => server.blockedIn(pid) ?? 'read');
  bench.expect(
    calls.every((call) => call.startsWith('read')),
    { expected: 'each of them asleep in read', saw: calls.join(', '), kernel: server.describeProcesses() },
  );
});

graded(
  '07.1',
  8,
  'each worker holds its own end of its channel, and nothing else of the pool',
  async (bench: Bench) => {
    const server = await bench.start(TRY, { args: ['--idle', '3'] });
    await server.quiet();
    const workers = workersOf(server);
    const listener = server.listener()?.inode ?? 0;
    const own = channelInodes(server.pid);
    const lines = workers.map((pid) => `worker ${pid} holds the sockets ${channelInodes(pid).join(' ') || 'none'}`);
    const kernel = [`parent ${server.pid} holds the sockets ${own.join(' ')}`, ...lines];
    bench.expect(own.length === workers.length, {
      expected: "the parent to have its own ends only, one for each worker's channel",
      saw: `${own.length} sockets for ${workers.length} workers`,
      kernel,
      looksLike: 'L07-B15',
    });
    for (const pid of workers) {
      bench.expect(!socketInodes(pid).has(listener), {
        expected: 'no worker to have the listener',
        saw: `worker ${pid} has it, as fd ${socketInodes(pid).get(listener)}`,
        looksLike: 'L07-B17',
      });
      bench.expect(hasSignal(pid, 'SigIgn', SIGTERM), {
        expected: 'a worker to leave SIGTERM to the parent',
        saw: `worker ${pid} does not ignore it (SigIgn in /proc/${pid}/status)`,
        looksLike: 'L07-B26',
      });
      bench.expect(channelInodes(pid).length === 1, {
        expected: 'each worker to have one socket of the channels: its own end',
        saw: `worker ${pid} has ${channelInodes(pid).length}`,
        kernel,
        looksLike: 'L07-B07',
      });
    }
    // The end of the parent is the end of the channel, if nobody else has a copy of its end.
    server.signal('SIGKILL');
    await server.exit();
    await blaming('L07-B07', () =>
      bench.step('killed the parent; the workers see the end of their channels', () =>
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

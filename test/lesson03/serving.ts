import type { Bench } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blamingDeath, stillServes } from '../support/echo.ts';
import { graded, HELLO, SERVER, SERVES } from './lesson.ts';

graded('03.3', 7, SERVES, async (bench: Bench) => {
  const server = await bench.start(SERVER);
  const ann = await bench.connect(server);
  const only = ({ situation }: { situation: { kind: string } | null }) => {
    if (situation?.kind !== 'stuck') return undefined;
    return (ann.serverRow?.rxQueue ?? 0) === 0 ? 'L03-B10' : 'L03-B01';
  };
  await bench.step('the first client connected; it got an echo of 5 bytes without a line end', () =>
    ann.exchange(HELLO, only),
  );
  const bob = await bench.connect(server);
  const next = ({ situation }: { situation: { kind: string } | null }) =>
    situation?.kind === 'stuck' ? 'L03-B02' : undefined;
  await bench.step('a second client connected and got its echo', () => bob.exchange(HELLO, next));
  await bench.step('the first one got another echo', () => ann.exchange(Buffer.from('still here'), next));
  const eve = await bench.connect(server);
  await bench.step('a third client connected and got its echo', () => eve.exchange(HELLO, next));
  server.signal('SIGTERM');
  const exit = await bench.step('sent SIGTERM; the server exits', () => server.exit());
  bench.expect(exit.code === 0, {
    expected: 'exit status 0: a signal interrupts select, and is no failure',
    saw: `the server ${describeExit(exit)}`,
  });
});

graded(
  '03.3',
  5,
  'serves forty clients, each its own bytes',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const clients = await bench.connectMany(server, 40);
    await bench.step('connected 40 clients; each got its echo, from the last to the first', async () => {
      for (const [i, client] of [...clients.entries()].reverse())
        await client.exchange(Buffer.from(`client ${i}`), () => 'L03-B05');
    });
  },
  { needs: [SERVES] },
);

graded(
  '03.3',
  4,
  'forgets clients that leave',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    await bench.step('20 clients came, got their echo and left', async () => {
      for (let i = 0; i < 20; i++) {
        const client = await bench.connect(server);
        await blamingDeath(server, 'L03-B11', () => client.exchange(HELLO, () => 'L03-B11'));
        client.close();
      }
    });
    await blamingDeath(server, 'L03-B11', async () => {
      await bench.step('the server sleeps', () => server.quiet(() => 'L03-B11'));
      await bench.step('another client got its echo', async () =>
        (await bench.connect(server)).exchange(HELLO, () => 'L03-B11'),
      );
    });
  },
  { needs: [SERVES] },
);

graded(
  '03.3',
  2,
  'survives a client that resets',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const rude = await bench.connect(server);
    await rude.exchange(HELLO);
    rude.reset();
    bench.note('a client got its echo and reset');
    await stillServes(bench, server, 'L03-B11', 'L03-B11');
  },
  { needs: [SERVES] },
);

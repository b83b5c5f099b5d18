import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { READS } from '../support/calls.ts';
import { blamingDeath, stillServes } from '../support/echo.ts';
import { graded, HELLO, SERVES, startServer } from './lesson.ts';

graded('03.3', 5, SERVES, async (t: TestContext) => {
  const server = await startServer(t);
  const ann = await t.connect(server);
  const only = ({ situation }: { situation: { kind: string } | null }) => {
    if (situation?.kind !== 'stuck') return undefined;
    return (ann.serverRow?.rxQueue ?? 0) === 0 ? 'whole-line' : 'nfds';
  };
  await t.step('the first client connected; it got an echo of 5 bytes without a line end', () =>
    ann.exchange(HELLO, only),
  );
  const bob = await t.connect(server);
  const next = ({ situation }: { situation: { kind: string } | null }) =>
    situation?.kind === 'stuck' ? 'stale-set' : undefined;
  await t.step('a second client connected and got its echo', () => bob.exchange(HELLO, next));
  await t.step('the first client got another echo', () => ann.exchange(Buffer.from('still here'), next));
  const eve = await t.connect(server);
  await t.step('a third client connected and got its echo', () => eve.exchange(HELLO, next));
  server.signal('SIGTERM');
  const exit = await t.step('sent SIGTERM; the server exits', () => server.exit());
  t.expect(exit.code === 0, {
    expected: 'exit status 0: a signal that interrupts select is no failure',
    saw: `the server ${describeExit(exit)}`,
  });
});

graded(
  '03.3',
  3,
  'sends each of forty clients its own bytes',
  async (t: TestContext) => {
    const server = await startServer(t, { faults: [{ calls: READS, error: 'EAGAIN', every: 3 }] });
    t.note('every third read of this run finds nothing');
    const clients = await t.connectMany(server, 40);
    await t.step('connected 40 clients; each got its echo, from the last to the first', async () => {
      for (const [i, client] of [...clients.entries()].reverse())
        await client.exchange(Buffer.from(`client ${i}`), ({ ending }) =>
          ending === 'open' ? 'beyond-the-set' : 'again-is-end',
        );
    });
  },
  { needs: [SERVES] },
);

graded(
  '03.3',
  2,
  'drops the descriptors of clients that leave',
  async (t: TestContext) => {
    const server = await startServer(t);
    await t.step('20 clients came, got their echo and left', async () => {
      for (let i = 0; i < 20; i++) {
        const client = await t.connect(server);
        await blamingDeath(server, 'closed-in-set', () => client.exchange(HELLO, () => 'closed-in-set'));
        client.close();
      }
    });
    await blamingDeath(server, 'closed-in-set', async () => {
      await t.step('the server sleeps', () => server.quiet(() => 'closed-in-set'));
      await t.step('another client got its echo', async () =>
        (await t.connect(server)).exchange(HELLO, () => 'closed-in-set'),
      );
    });
  },
  { needs: [SERVES] },
);

graded(
  '03.3',
  2,
  'survives a client that resets',
  async (t: TestContext) => {
    const server = await startServer(t);
    const rude = await t.connect(server);
    await rude.exchange(HELLO);
    rude.reset();
    t.note('a client got its echo and reset');
    await stillServes(t, server, 'closed-in-set', 'closed-in-set');
  },
  { needs: [SERVES] },
);

import type { TestContext } from '../../src/grading/test-context.ts';
import { isZombie, socketInodes } from '../../src/kit/kernel/proc.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { blamingDeath } from '../support/echo.ts';
import { alive, childOf, childrenOf, graded, HELLO, SERVER, TWO } from './lesson.ts';

graded('02.1', 7, TWO, async (t: TestContext) => {
  const server = await t.start(SERVER);
  const ann = await t.connect(server);
  await t.step('first client: connected, got its echo, stays', () => ann.exchange(HELLO));
  const bob = await t.connect(server);
  await t.step('second client: connected, got its echo', () =>
    bob.exchange(HELLO, ({ situation }) => (situation?.kind === 'stuck' ? 'serial' : undefined)),
  );
  await t.step('first client: got another echo', () => ann.exchange(Buffer.from('still here')));
});

graded(
  '02.1',
  5,
  'gives each client a child of its own, which ends with it',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    for (let i = 1; i <= 3; i++) {
      const client = await t.connect(server);
      await t.step(`client ${i}: connected, got its echo`, () => client.exchange(HELLO));
      const count = server.processes().filter((info) => !isZombie(info)).length;
      t.expect(count === 2, {
        expected: 'two processes: the parent and one child',
        saw: `${count}`,
        kernel: server.describeProcesses(),
        looksLike: count > 2 ? 'no-exit' : 'one-process',
      });
      childOf(t, server, client);
      client.close();
      await t.step(`client ${i}: closed; its child has ended`, () =>
        server.waitFor('no child that still runs', () => alive(server).length === 0, {
          diagnose: () =>
            alive(server).some(({ pid }) => socketInodes(pid).has(server.listener()?.inode ?? 0))
              ? 'no-exit'
              : undefined,
        }),
      );
    }
  },
  { needs: [TWO] },
);

graded(
  '02.1',
  4,
  'closes in each process the descriptor that it does not need',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const listener = server.listener()?.inode ?? 0;
    const clients: Peer[] = [];
    for (const name of ['first', 'second']) {
      const client = await t.connect(server);
      clients.push(client);
      await t.step(`${name} client: connected, got its echo, stays`, () => client.exchange(HELLO));
    }
    await server.quiet();
    childrenOf(t, server, clients);
    const held = server.connections();
    t.expect(held.length === 0, {
      expected: `the parent to hold its listener and no connection`,
      saw: `${held.length} connection${held.length === 1 ? '' : 's'} in the parent`,
      kernel: held.map(
        (row) =>
          `fd ${socketInodes(server.pid).get(row.inode)} of ${server.pid}: ${row.state} with 127.0.0.1:${row.remotePort}`,
      ),
      looksLike: 'kept-copy',
    });
    const holders = alive(server).filter(({ pid }) => socketInodes(pid).has(listener));
    t.expect(holders.length === 0, {
      expected: 'no child to hold the listener',
      saw: `${holders.length} child${holders.length === 1 ? '' : 'ren'} with the listener`,
      kernel: holders.map(({ pid }) => `fd ${socketInodes(pid).get(listener)} of child ${pid}: LISTEN`),
      looksLike: 'kept-listener',
    });
  },
  { needs: [TWO] },
);

graded(
  '02.1',
  4,
  'loses only one client when fork fails',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { faults: [{ calls: ['fork'], error: 'EAGAIN', at: [1] }] });
    t.note('the first fork of this run fails with EAGAIN, as at the limit of processes');
    const unlucky = await t.connect(server);
    await t.step('first client: connected; the server closes its connection', () =>
      unlucky.expectEnd('any', () => 'fatal-fork'),
    );
    await t.step('second client: connected, got its echo, stays', () =>
      blamingDeath(server, 'fatal-fork', async () => (await t.connect(server)).exchange(HELLO, () => 'fatal-fork')),
    );
    t.expect(server.children().length === 1, {
      expected: 'one child, for the second client',
      saw: `${server.children().length}`,
      looksLike: 'fatal-fork',
    });
  },
  { needs: [TWO] },
);

import type { Bench } from '../../src/grading/test-context.ts';
import type { Server } from '../../src/kit/observed-program.ts';
import { alive, graded, HELLO, SERVER, TWO } from './lesson.ts';

const REAPS = 'leaves no zombie when clients leave one after the other';

/** No zombie is left, now that everything is quiet. */
function expectNoZombies(
  bench: Bench,
  server: Server,
  looksLike: (count: number) => string | undefined,
  kernel: string[] = [],
): void {
  const zombies = server.zombies();
  bench.expect(zombies.length === 0, {
    expected: 'no child in state Z',
    saw: `${zombies.length} zombie${zombies.length === 1 ? '' : 's'}: ${zombies.map(({ pid }) => pid).join(' ')}`,
    kernel,
    looksLike: looksLike(zombies.length),
  });
}

graded(
  '02.2',
  6,
  REAPS,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    for (let i = 1; i <= 3; i++) {
      const client = await bench.connect(server);
      await client.exchange(HELLO);
      client.close();
      await bench.step(`client ${i}: got its echo and closed; its child has ended`, () =>
        server.waitFor('no child that still runs', () => alive(server).length === 0),
      );
      await server.quiet();
    }
    expectNoZombies(bench, server, (count) => (count === 3 ? 'L02-B01' : undefined));
  },
  { needs: [TWO] },
);

graded(
  '02.2',
  10,
  'reaps every child that ends, also when ten end at once',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const clients = await bench.connectMany(server, 10);
    await bench.step('connected 10 clients; each got its echo', async () => {
      for (const client of clients) await client.exchange(HELLO);
    });
    await bench.step('froze the parent (SIGSTOP); closed all 10 clients; waited until all 10 children had ended', () =>
      server.frozen(async () => {
        for (const client of clients) client.close();
        await server.waitFor('10 children that have ended', () => alive(server).length === 0);
      }),
    );
    await bench.step('thawed the parent (SIGCONT); it went quiet', () => server.quiet());
    expectNoZombies(bench, server, (count) => (count === 10 ? 'L02-B01' : 'L02-B02'), [
      'SIGCHLD was pending once for ten exits: standard signals do not queue',
    ]);
  },
  { needs: [REAPS] },
);

graded(
  '02.2',
  4,
  'goes on accepting while other children still run',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const stays = await bench.connect(server);
    await bench.step('first client: got its echo, stays', () => stays.exchange(HELLO));
    const leaves = await bench.connect(server);
    await leaves.exchange(HELLO);
    leaves.close();
    await bench.step('second client: got its echo and closed', () =>
      server.waitFor('its child to end', () => alive(server).length === 1),
    );
    await server.quiet();
    const next = await bench.connect(server);
    await bench.step('third client: connected, got its echo', () =>
      next.exchange(HELLO, ({ situation }) =>
        situation?.processes[0]?.includes('wait') || situation?.kind === 'stuck' ? 'L02-B03' : undefined,
      ),
    );
  },
  { needs: [REAPS] },
);

import { SIGCHLD } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { hasSignal } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { alive, childOf, childrenOf, graded, HELLO, SERVER, TWO } from './lesson.ts';

const REAPS = 'leaves no zombie when clients leave one after another';

/** Fails when a zombie is left. Called once everything is quiet. */
function expectNoZombies(
  t: TestContext,
  server: ObservedProgram,
  looksLike: (count: number) => string | undefined,
  kernel: string[] = [],
): void {
  const zombies = server.zombies();
  t.expect(zombies.length === 0, {
    expected: 'no child in state Z',
    saw: `${zombies.length} zombie${zombies.length === 1 ? '' : 's'}: ${zombies.map(({ pid }) => pid).join(' ')}`,
    kernel,
    looksLike: looksLike(zombies.length),
  });
}

/** Each of these children has ended, and the parent has said so once: `child PID exited with status N`, or the signal that killed it. */
function expectLogged(t: TestContext, server: ObservedProgram, children: readonly number[]): void {
  const told = (pid: number): number =>
    server.log.filter((line) => new RegExp(`\\bchild ${pid} (exited with status|killed by)\\b`).test(line)).length;
  const [wrong] = children.filter((pid) => told(pid) !== 1);
  if (wrong === undefined) return;
  const ignored = hasSignal(server.pid, 'SigIgn', SIGCHLD);
  t.expect(false, {
    expected: `a line of the log for each of the ${children.length} children that have ended`,
    saw: `${told(wrong)} lines that tell how child ${wrong} ended`,
    kernel: ignored ? [`SIGCHLD is ignored in ${server.pid}: the kernel reaps its children, and keeps no status`] : [],
    looksLike: ignored ? 'ignored-signal' : 'unlogged-end',
  });
}

graded(
  '02.2',
  6,
  REAPS,
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    for (let i = 1; i <= 3; i++) {
      const client = await t.connect(server);
      await client.exchange(HELLO);
      childOf(t, server, client);
      client.close();
      await t.step(`client ${i}: got its echo and closed; its child has ended`, () =>
        server.waitFor('no child that still runs', () => alive(server).length === 0),
      );
      await server.quiet();
    }
    expectNoZombies(t, server, (count) => (count === 3 ? 'no-reaping' : undefined));
  },
  { needs: [TWO] },
);

graded(
  '02.2',
  10,
  'reaps every child that ends, also when ten end at once',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const clients = await t.connectMany(server, 10);
    await t.step('connected 10 clients; each got its echo', async () => {
      for (const client of clients) await client.exchange(HELLO);
    });
    const children = childrenOf(t, server, clients);
    await t.step('froze the parent (SIGSTOP); closed all 10 clients; waited until all 10 children had ended', () =>
      server.frozen(async () => {
        for (const client of clients) client.close();
        await server.waitFor('10 children that have ended', () => alive(server).length === 0);
      }),
    );
    await t.step('thawed the parent (SIGCONT); it went quiet', () => server.quiet());
    expectNoZombies(t, server, (count) => (count === 10 ? 'no-reaping' : 'one-wait'), [
      'SIGCHLD was pending once for ten exits: standard signals do not queue',
    ]);
    await server.output.caughtUp();
    expectLogged(t, server, children);
  },
  { needs: [REAPS] },
);

graded(
  '02.2',
  4,
  'goes on accepting while other children still run',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const stays = await t.connect(server);
    await t.step('first client: got its echo, stays', () => stays.exchange(HELLO));
    const leaves = await t.connect(server);
    await leaves.exchange(HELLO);
    childrenOf(t, server, [stays, leaves]);
    leaves.close();
    await t.step('second client: got its echo and closed', () =>
      server.waitFor('its child to end', () => alive(server).length === 1),
    );
    await server.quiet();
    const next = await t.connect(server);
    await t.step('third client: connected, got its echo', () =>
      next.exchange(HELLO, ({ situation }) =>
        situation?.processes[0]?.includes('wait') || situation?.kind === 'stuck' ? 'blocking-reap' : undefined,
      ),
    );
    childOf(t, server, next);
  },
  { needs: [REAPS] },
);

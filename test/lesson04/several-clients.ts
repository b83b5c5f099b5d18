import { EPOLLIN } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { has, interestOf } from '../support/epoll.ts';
import { HELLO } from './lesson.ts';
import { nonblocking } from './modes.ts';

/** Two clients talk in turn: neither waits for the other. */
export async function inTurn(t: TestContext, file: string): Promise<void> {
  const server = await t.start(file);
  const ann = await t.connect(server);
  const stuck = ({ situation, ending }: { situation: { kind: string } | null; ending: string }) =>
    situation?.kind === 'stuck' && !nonblocking(server, ann.serverRow?.inode ?? 0)
      ? 'blocking'
      : ending === 'open'
        ? undefined
        : 'again-is-end';
  await t.step('first client: connected, got its echo, stays', () => ann.exchange(HELLO, stuck));
  const bob = await t.connect(server);
  await t.step('second client: connected, got its echo, stays', () => bob.exchange(HELLO, stuck));
  await server.quiet(() => 'always-out');
  await t.step('the server went quiet; the first client got another echo', () =>
    ann.exchange(Buffer.from('still here'), ({ ending }) => {
      if (ending !== 'open') return 'again-is-end';
      const interest = interestOf(server, ann);
      return has(interest, EPOLLIN) ? undefined : 'oneshot';
    }),
  );
  ann.halfClose();
  await t.step('the first client ended its direction, and got the end of the stream', () =>
    ann.expectEnd('eof', () => 'not-closed'),
  );
  await t.step('the second client is still served', () => bob.exchange(Buffer.from('me too')));
  const eve = await t.connect(server);
  await t.step('a third client got its echo; its descriptor in the server has the number of the first one', () =>
    eve.exchange(HELLO, ({ situation }) =>
      situation?.kind === 'stuck' && interestOf(server, eve) === null ? 'stale-mask' : undefined,
    ),
  );
}

/** Five connections come while the server is stopped: one event stands for all of them. */
export async function burst(t: TestContext, file: string): Promise<void> {
  const server = await t.start(file);
  await server.quiet();
  const clients = await t.step('froze the server; five clients connected; thawed it', () =>
    server.frozen(async () => {
      const all = await t.connectMany(server, 5);
      await server.waitFor('five connections in the queue', () => server.listener()?.rxQueue === 5);
      return all;
    }),
  );
  for (const [i, client] of clients.entries()) {
    await t.step(`client ${i + 1} got its echo`, () =>
      client.exchange(HELLO, ({ situation }) =>
        situation?.kind === 'stuck' && (server.listener()?.rxQueue ?? 0) > 0 ? 'accept-once' : undefined,
      ),
    );
  }
}

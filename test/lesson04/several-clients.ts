import { EPOLLIN } from '#sys';
import type { Bench } from '../../src/grading/test-context.ts';
import { has, interestOf } from '../support/epoll.ts';
import { HELLO } from './lesson.ts';
import { nonblocking } from './modes.ts';

/** Two clients, one after the other and again: nobody waits for anybody. */
export async function inTurn(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file);
  const ann = await bench.connect(server);
  const stuck = ({ situation, ending }: { situation: { kind: string } | null; ending: string }) =>
    situation?.kind === 'stuck' && !nonblocking(server, ann.serverRow?.inode ?? 0)
      ? 'L04-B03'
      : ending === 'open'
        ? undefined
        : 'L04-B04';
  await bench.step('first client: connected, got its echo, stays', () => ann.exchange(HELLO, stuck));
  const bob = await bench.connect(server);
  await bench.step('second client: connected, got its echo, stays', () => bob.exchange(HELLO, stuck));
  await server.quiet(() => 'L04-B05');
  await bench.step('it went quiet; the first client got another echo', () =>
    ann.exchange(Buffer.from('still here'), ({ ending }) => {
      if (ending !== 'open') return 'L04-B04';
      const interest = interestOf(server, ann);
      return has(interest, EPOLLIN) ? undefined : 'L04-B12';
    }),
  );
  ann.halfClose();
  await bench.step('it ended its direction, and read the end of the stream', () =>
    ann.expectEnd('eof', () => 'L04-B17'),
  );
  await bench.step('the second client is still served', () => bob.exchange(Buffer.from('me too')));
  const eve = await bench.connect(server);
  await bench.step('a third client comes, and its descriptor has the number of the one that left', () =>
    eve.exchange(HELLO, ({ situation }) =>
      situation?.kind === 'stuck' && interestOf(server, eve) === null ? 'L04-B18' : undefined,
    ),
  );
}

/** Connections that all come while the server is stopped: one event for all of them. */
export async function burst(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file);
  await server.quiet();
  const clients = await bench.step('froze the server; five clients connected; thawed it', () =>
    server.frozen(async () => {
      const all = await bench.connectMany(server, 5);
      await server.waitFor('five connections in the queue', () => server.listener()?.rxQueue === 5);
      return all;
    }),
  );
  for (const [i, client] of clients.entries()) {
    await bench.step(`client ${i + 1} got its echo`, () =>
      client.exchange(HELLO, ({ situation }) =>
        situation?.kind === 'stuck' && (server.listener()?.rxQueue ?? 0) > 0 ? 'L04-B01' : undefined,
      ),
    );
  }
}

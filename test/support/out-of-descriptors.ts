import type { TestContext } from '../../src/grading/test-context.ts';
import { Finding } from '../../src/kit/finding.ts';
import { blaming, blamingDeath } from './echo.ts';
import { leaveRoomFor } from './epoll.ts';
import { type Startable, startOf } from './small-bites.ts';

const HELLO = Buffer.from('hello');

/** The server neither spins nor ends when no descriptor is left for a connection, and accepts it when one is free again. */
export async function outOfDescriptors(t: TestContext, startable: Startable): Promise<void> {
  const server = await startOf(t, startable);
  const first = await t.connect(server);
  await first.exchange(HELLO);
  leaveRoomFor(server, 1);
  const second = await t.connect(server);
  await t.step('two clients connected and got their echo; the second took the last descriptor (prlimit)', () =>
    second.exchange(HELLO),
  );
  const third = await t.connect(server);
  t.note('a third client connected: no descriptor is left for it');
  await t.step('the server sleeps', () =>
    blamingDeath(server, 'no-descriptors', async () => {
      await server.quiet(() => 'no-descriptors');
      if (server.exited !== null) throw new Finding({ expected: 'a server that goes on', saw: 'the server has ended' });
    }),
  );
  await t.step('the first client got another echo', () => blaming('no-descriptors', () => first.exchange(HELLO)));
  second.close();
  await third.send(HELLO);
  await t.step('the second client left; the third one got its echo', async () => {
    const deadline = performance.now() + 15_000; // a server may pause before it accepts again
    while (third.received.length < HELLO.length && performance.now() < deadline) {
      third.pump();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    t.expect(third.received.equals(HELLO), {
      expected: 'its echo',
      saw: `${third.received.length} bytes`,
      kernel: third.describeQueues(),
      looksLike: 'no-descriptors',
    });
  });
}

import type { Bench } from '../../src/grading/test-context.ts';
import { Finding } from '../../src/kit/finding.ts';
import { blaming, blamingDeath } from '../support/echo.ts';
import { leaveRoomFor } from '../support/epoll.ts';
import { HELLO } from './lesson.ts';

/** Neither spins nor ends when there is no descriptor for the next connection; takes it when there is one again. */
export async function outOfDescriptors(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file);
  const first = await bench.connect(server);
  await first.exchange(HELLO);
  leaveRoomFor(server, 1);
  const second = await bench.connect(server);
  await bench.step('left it one more descriptor (prlimit); two clients connected and got their echo', () =>
    second.exchange(HELLO),
  );
  const third = await bench.connect(server);
  bench.note('a third client connected: there is no descriptor for it');
  await bench.step('the server sleeps', () =>
    blamingDeath(server, 'L04-B16', async () => {
      await server.quiet(() => 'L04-B16');
      if (server.exited !== null) throw new Finding({ expected: 'a server that lives', saw: 'the end of the server' });
    }),
  );
  await bench.step('the first client got another echo', () => blaming('L04-B16', () => first.exchange(HELLO)));
  second.close();
  await third.send(HELLO);
  await bench.step('the second client left; the third one got its echo', async () => {
    const deadline = performance.now() + 15_000; // a server may look again after a while
    while (third.received.length < HELLO.length && performance.now() < deadline) {
      third.pump();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    bench.expect(third.received.equals(HELLO), {
      expected: 'its echo',
      saw: `${third.received.length} bytes`,
      kernel: third.describeQueues(),
      looksLike: 'L04-B16',
    });
  });
}

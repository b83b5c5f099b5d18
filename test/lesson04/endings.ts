import type { Bench } from '../../src/grading/test-context.ts';
import type { Server } from '../../src/kit/observed-program.ts';
import { blamingDeath, stillServes } from '../support/echo.ts';
import { fill } from './late-reader.ts';
import { EDGE, EDGE_SERVES, graded, HELLO, LAST_WORDS, LEVEL, SERVES } from './lesson.ts';

/** A request and the end of the stream come together. */
async function lastWords(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file);
  const client = await bench.connect(server);
  await client.exchange(HELLO);
  await bench.step('froze the server; the client sent 9 bytes and ended its direction; thawed it', () =>
    server.frozen(async () => {
      await client.send(Buffer.from('last word'));
      client.halfClose();
    }),
  );
  await bench.step('the client got the echo', () => client.expect(Buffer.from('last word'), () => 'L04-B09'));
  await bench.step('and the end of the stream', () => client.expectEnd('eof', () => 'L04-B17'));
}

/** A reset while the server waits for input, and one while it waits for room. */
async function resets(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file);
  const stays = await bench.connect(server);
  await stays.exchange(HELLO);
  const rude = await bench.connect(server);
  await bench.step('connected two clients; each got its echo', () => rude.exchange(HELLO));
  await blamingDeath(server, 'L04-B14', async () => {
    rude.reset();
    await bench.step('the second one reset; the server sleeps', () => server.quiet(() => 'L04-B08'));
    const stalled = await bench.connect(server, { receiveBuffer: 4096 });
    await bench.step('a client that reads nothing sent until nobody took any more, then reset', () =>
      fill(server, stalled, Buffer.alloc(10_000_000)),
    );
    stalled.reset();
    await bench.step('the server sleeps', () => server.quiet(() => 'L04-B08'));
    await bench.step('the first client got another echo', () => stays.exchange(HELLO));
  });
  await stillServes(bench, server, 'L04-B14', 'L04-B14');
  expectForgotten(bench, server);
}

/** Closed connections have left the interest lists. */
function expectForgotten(bench: Bench, server: Server): void {
  const held = server.connections().length;
  bench.expect(held <= 2, {
    expected: 'the connections that were reset to be closed',
    saw: `${held} connections`,
    looksLike: 'L04-B17',
  });
}

graded('04.5', 5, LAST_WORDS, (bench: Bench) => lastWords(bench, LEVEL), {
  needs: [SERVES],
});
graded('04.5', 6, 'level: survives clients that reset', (bench: Bench) => resets(bench, LEVEL), { needs: [SERVES] });
graded('04.5', 5, 'edge: answers the last request before the end', (bench: Bench) => lastWords(bench, EDGE), {
  needs: [EDGE_SERVES],
});
graded('04.5', 6, 'edge: survives clients that reset', (bench: Bench) => resets(bench, EDGE), { needs: [EDGE_SERVES] });

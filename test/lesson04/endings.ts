import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { blamingDeath, stillServes } from '../support/echo.ts';
import { bugInServe } from './calls-fail.ts';
import { fill } from './late-reader.ts';
import { EDGE, EDGE_SERVES, graded, HELLO, LAST_WORDS, LEVEL, SERVES } from './lesson.ts';

/** A request and the end of the stream come together. */
async function lastWords(t: TestContext, file: string): Promise<void> {
  const server = await t.start(file);
  const client = await t.connect(server);
  await client.exchange(HELLO);
  await t.step('froze the server; the client sent 9 bytes and ended its direction; thawed it', () =>
    server.frozen(async () => {
      await client.send(Buffer.from('last word'));
      client.halfClose();
    }),
  );
  await t.step('the client got the echo', () => client.expect(Buffer.from('last word'), () => 'hang-up-first'));
  await t.step('the client got the end of the stream', () => client.expectEnd('eof', () => 'not-closed'));
}

/** A reset while the server waits for input, and one while it waits for room. */
async function resets(t: TestContext, file: string): Promise<void> {
  const server = await t.start(file);
  const stays = await t.connect(server);
  await stays.exchange(HELLO);
  const rude = await t.connect(server);
  await t.step('connected two clients; each got its echo', () => rude.exchange(HELLO));
  await blamingDeath(server, 'fatal-reset', async () => {
    rude.reset();
    await t.step('the second client reset its connection; the server sleeps', () =>
      server.quiet(() => 'error-ignored'),
    );
    const stalled = await t.connect(server, { receiveBuffer: 4096 });
    await t.step('a client that reads nothing sent until its send would block, then reset', () =>
      fill(server, stalled, Buffer.alloc(10_000_000)),
    );
    stalled.reset();
    await t.step('the server sleeps', () => server.quiet(() => 'error-ignored'));
    await t.step('the first client got another echo', () => stays.exchange(HELLO));
  });
  await stillServes(t, server, 'fatal-reset', 'fatal-reset');
  expectForgotten(t, server);
}

/** The connections that were reset are closed. */
function expectForgotten(t: TestContext, server: ObservedProgram): void {
  const held = server.connections().length;
  t.expect(held <= 2, {
    expected: 'the connections that were reset to be closed',
    saw: `${held} connections`,
    looksLike: 'not-closed',
  });
}

graded('04.5', 3, LAST_WORDS, (t: TestContext) => lastWords(t, LEVEL), {
  needs: [SERVES],
});
graded('04.5', 4, 'level: survives clients that reset', (t: TestContext) => resets(t, LEVEL), { needs: [SERVES] });
graded(
  '04.5',
  4,
  'edge: answers a request that came together with the end of the stream',
  (t: TestContext) => lastWords(t, EDGE),
  {
    needs: [EDGE_SERVES],
  },
);
graded('04.5', 5, 'edge: survives clients that reset', (t: TestContext) => resets(t, EDGE), { needs: [EDGE_SERVES] });
graded('04.5', 2, 'level: ends on an error that is a bug, and says so', (t: TestContext) => bugInServe(t, LEVEL), {
  needs: [SERVES],
});
graded('04.5', 2, 'edge: ends on an error that is a bug, and says so', (t: TestContext) => bugInServe(t, EDGE), {
  needs: [EDGE_SERVES],
});

/** Bytes that a client reads at a time until its end of the stream has passed the queues. */
const SIP = 65_536;

graded(
  '04.5',
  2,
  'level: sleeps beside a client that has ended its direction and does not read',
  async (t: TestContext) => {
    const server = await t.start(LEVEL);
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    await t.step('a client sent without reading, until its send would block', () =>
      fill(server, slow, Buffer.alloc(24_000_000)),
    );
    slow.halfClose();
    await t.step('it ended its direction, and read until that had reached the server, which has bytes pending', () =>
      server.waitFor('the FIN to arrive', () => {
        slow.pump(SIP);
        return slow.serverRow?.state !== 'ESTABLISHED';
      }),
    );
    await t.step('it reads no further: the server sleeps', () => server.quiet(() => 'hang-up-spins'));
    await t.step('it read the rest, and the end of the stream', () => slow.expectEnd('eof', () => 'not-closed'));
  },
  { needs: [SERVES] },
);

import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming } from '../support/echo.ts';
import { ended } from '../support/pool.ts';
import { fill, startWithFew } from './few-descriptors.ts';
import { ECHOES, FORBIDDEN, graded, HELLO, PROACTOR, STOPS } from './lesson.ts';

const unless = FORBIDDEN;
/** A deadline, because a server that waits for its clients is quiet. */
const END_MS = 20_000;
/** The kernel ends no timer early; the clock of the test may differ by a little. */
const SLACK_MS = 20;
/** A client sees its end before that of the server. */
const LAST_MS = 300;

/** In the kernel's table, because an operation can hold a socket of which the program has no descriptor. */
async function portCloses(t: TestContext, server: ObservedProgram, looksLike = 'accept-goes-on'): Promise<void> {
  await t.step('the port closes', () =>
    server.waitFor('no listener', () => !allListeners().some(({ localPort }) => localPort === server.port), {
      alive: false,
      diagnose: () => looksLike,
    }),
  );
}

async function exitsWell(t: TestContext, server: ObservedProgram, looksLike: string): Promise<void> {
  server.asked = true;
  const exit = await until(() => server.exited, END_MS);
  t.expect(exit?.code === 0, {
    expected: 'exit status 0',
    saw: `the server ${describeExit(exit)}`,
    kernel: server.describeProcesses(),
    looksLike: exit === null ? looksLike : exit.signal === 'SIGINT' ? 'only-sigterm' : undefined,
  });
}

graded(
  '15.7',
  4,
  STOPS,
  async (t: TestContext) => {
    const server = await t.start(PROACTOR, { args: ['--grace', '60000'] });
    const idle = await t.connect(server);
    await idle.exchange(HELLO);
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(16_000_000);
    const sent = await slow.fill(bytes);
    await server.quiet();
    // The server owes the bytes that it has received: the rest waits in the queues of the two sockets.
    const owed = sent - (slow.row?.txQueue ?? 0) - (slow.serverRow?.rxQueue ?? 0);
    server.signal('SIGTERM');
    t.note('one client is idle, one has not read its bytes; sent SIGTERM');
    await portCloses(t, server);
    await blaming('no-goodbye', () => ended(server, idle, 'the end for the idle client'));
    await blaming('hard-stop', () => ended(server, slow, 'the end for the slow client, after its bytes'));
    await until(() => server.exited, LAST_MS);
    const exact = slow.received.equals(bytes.subarray(0, slow.received.length));
    t.expect(exact && slow.received.length === owed && slow.ending === 'eof', {
      expected: `the ${owed} bytes that the server had received, then the end of the stream`,
      saw: `${slow.received.length} bytes${exact ? '' : ', not the same ones'}, then ${slow.ending}`,
      looksLike: server.exited?.signal === 'SIGTERM' ? 'no-handler' : 'hard-stop',
    });
    slow.close();
    idle.close();
    await exitsWell(t, server, 'under-way-for-ever');
  },
  { needs: [ECHOES], unless },
);

graded(
  '15.7',
  3,
  'proactor: a client that does not read is cut off after the grace, or at a second SIGTERM',
  async (t: TestContext) => {
    for (const grace of [3000, 60_000]) {
      const twice = grace > END_MS;
      const server = await t.start(PROACTOR, { args: ['--grace', String(grace)] });
      const stuck = await t.connect(server, { receiveBuffer: 4096 });
      await stuck.fill(patternBytes(16_000_000));
      const asked = performance.now();
      server.signal('SIGTERM');
      t.note(`--grace ${grace}: sent SIGTERM${twice ? ' twice' : ''}`);
      await portCloses(t, server);
      if (twice) server.signal('SIGTERM');
      await exitsWell(t, server, twice ? 'second-ignored' : 'no-grace');
      const waited = performance.now() - asked;
      t.expect(twice || waited >= grace - SLACK_MS, {
        expected: `a client that does not read to have the whole grace, ${grace} ms`,
        saw: `the end after ${waited.toFixed(0)} ms`,
        looksLike: 'grace-cut',
      });
      stuck.close();
    }
  },
  { needs: [STOPS], unless },
);

graded(
  '15.7',
  3,
  'proactor: a client that never ends its direction does not hold the stop for long',
  async (t: TestContext) => {
    const server = await t.start(PROACTOR, { args: ['--grace', '60000'] });
    const silent = await t.connect(server);
    const talking = await t.connect(server);
    for (const client of [silent, talking]) await client.exchange(HELLO);
    server.signal('SIGINT');
    t.note('two clients are idle; sent SIGINT');
    await portCloses(t, server);
    for (const client of [silent, talking]) await ended(server, client, 'the end of the stream');
    talking.offer(HELLO);
    await exitsWell(t, server, 'lingers-for-ever');
  },
  { needs: [STOPS], unless },
);

graded(
  '15.7',
  3,
  'proactor: without clients it ends at once, also while accepting pauses',
  async (t: TestContext) => {
    const idle = await t.start(PROACTOR);
    await idle.quiet();
    idle.signal('SIGTERM');
    await exitsWell(t, idle, 'under-way-for-ever');
    const { server } = await startWithFew(t);
    const { served, waiting } = await fill(t, server);
    const [slow] = served;
    await slow?.fill(patternBytes(16_000_000));
    server.signal('SIGTERM');
    t.note(`no descriptor was left for ${waiting.length} of them, and one does not read its bytes; sent SIGTERM`);
    await portCloses(t, server, 'paused-listener');
    for (const client of served) client.close();
    await exitsWell(t, server, 'under-way-for-ever');
  },
  { needs: [STOPS], unless },
);

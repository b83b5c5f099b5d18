import { EPOLLIN, EPOLLOUT } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { residentKb } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming, blamingDeath } from '../support/echo.ts';
import { has, interestOf, maskText } from '../support/epoll.ts';
import { ended } from '../support/pool.ts';
import { ACCEPTS, ECHOES, graded, HELLO, ROUNDS, TRY } from './lesson.ts';
import { lines, part } from './try.ts';

const CONNECTION = ['--part', 'connection'];

graded(
  '09.6',
  4,
  ECHOES,
  async (t: TestContext) => {
    const server = await t.start(TRY, { args: CONNECTION });
    const ann = await t.connect(server);
    const bob = await t.connect(server);
    await t.step('two clients exchange bytes, in turn, twice each', async () => {
      for (const client of [ann, bob, ann, bob]) await client.exchange(HELLO);
    });
    await server.quiet(() => 'always-writable');
    await t.step('one client exchanges 200,000 bytes at once', () => ann.exchange(patternBytes(200_000, 'text')));
    ann.halfClose();
    await t.step('it ends its direction and sees the end', () => ended(server, ann, 'the end of the stream'));
    await t.step('the other client is still served', () => bob.exchange(HELLO));
  },
  { needs: [ACCEPTS] },
);

/** A client that ends its direction as soon as the server has pending bytes for it. */
async function endsEarly(t: TestContext, server: ObservedProgram): Promise<void> {
  const client = await t.connect(server, { receiveBuffer: 4096 });
  const bytes = patternBytes(16_000_000);
  let sent = 0;
  const open = (): boolean => client.ending === 'open' && server.exited === null;
  while (open() && sent < bytes.length && !has(interestOf(server, client), EPOLLOUT)) {
    sent += client.offer(bytes.subarray(sent, sent + 65_536));
    await server.quiet(() => 'always-writable');
  }
  client.halfClose();
  // A server that waits for input has the end of the stream reported for ever.
  await server.quiet(() => (has(interestOf(server, client), EPOLLIN) ? 'reads-on' : 'always-writable'));
  await t.step('another client ends its direction as soon as bytes are pending, and then reads', () =>
    client.expect(bytes.subarray(0, sent), () => 'end-destroys'),
  );
  await ended(server, client, 'the end of the stream');
}

graded(
  '09.6',
  5,
  'a client that reads late gets all bytes, also after its half-close, and memory stays bounded',
  async (t: TestContext) => {
    const server = await t.start(TRY, { args: CONNECTION });
    const before = residentKb(server.pid);
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(64_000_000);
    const sent = await t.step('a client sends until the server takes no more, and does not read', () =>
      slow.fill(bytes, () => 'always-writable'),
    );
    const grown = (residentKb(server.pid) - before) / 1000;
    t.expect(sent < bytes.length && grown < 24, {
      expected: 'the server to stop reading at the high-water mark',
      saw: `${(sent / 1e6).toFixed(1)} MB sent by the client, ${grown.toFixed(0)} MB more memory in the server`,
      looksLike: 'no-high-water',
    });
    t.expect(has(interestOf(server, slow), EPOLLOUT), {
      expected: 'EPOLLOUT in the mask of its connection, because bytes are pending',
      saw: maskText(interestOf(server, slow)),
      looksLike: 'never-writable',
    });
    const other = await t.connect(server);
    await t.step('another client is served', () => other.exchange(HELLO));
    slow.halfClose();
    await t.step(`the first client ends its direction and reads its ${(sent / 1e6).toFixed(1)} MB`, () =>
      slow.expect(bytes.subarray(0, sent), ({ got, ending }) => {
        if (!got.equals(bytes.subarray(0, got.length))) return 'overtakes';
        return ending === 'open' ? 'never-writable' : 'end-destroys';
      }),
    );
    await ended(server, slow, 'the end of the stream');
    await endsEarly(t, server);
    await t.step('the server sleeps', () => server.quiet(() => 'always-writable'));
  },
  { needs: [ECHOES], timeout: 180_000 },
);

graded(
  '09.6',
  4,
  'pending bytes are sent in order when each write takes only a part',
  async (t: TestContext) => {
    const server = await t.start(TRY, { args: CONNECTION, faults: [{ calls: ['write', 'send'], cap: 1000 }] });
    t.note('in this run each write takes at most 1,000 bytes');
    const client = await t.connect(server);
    const bytes = patternBytes(300_000);
    await t.step('sent 300,000 bytes', () =>
      client.exchange(bytes, ({ got }) => (got.equals(bytes.subarray(0, got.length)) ? 'never-writable' : 'overtakes')),
    );
    await server.quiet(() => 'always-writable');
    t.expect(!has(interestOf(server, client), EPOLLOUT), {
      expected: 'no EPOLLOUT in the mask when no bytes are pending',
      saw: maskText(interestOf(server, client)),
      looksLike: 'always-writable',
    });
  },
  { needs: [ECHOES] },
);

graded(
  '09.6',
  4,
  'clients that reset end their own connection only',
  async (t: TestContext) => {
    const server = await t.start(TRY, { args: CONNECTION });
    const good = await t.connect(server);
    await t.step('ten clients: five reset after an exchange, five with answers pending', async () => {
      for (let i = 0; i < 10; i++) {
        const client = await t.connect(server, { receiveBuffer: 4096 });
        await client.exchange(HELLO);
        if (i % 2 === 1) client.offer(Buffer.alloc(2_000_000));
        client.reset();
        await blaming('callback-kills', () => good.exchange(HELLO));
      }
    });
    const bad = await t.connect(server);
    bad.offer(Buffer.from('throw'));
    await blaming('callback-kills', () =>
      t.step('a client makes the callback throw: its connection ends', () =>
        ended(server, bad, 'the end of its connection'),
      ),
    );
    await blaming('callback-kills', () => t.step('the other client is served', () => good.exchange(HELLO)));
    await server.quiet(() => 'always-writable');
  },
  { needs: [ECHOES] },
);

/** Reads of the flood before the other client's turn: far more than BUDGET, far fewer than all 1,000. */
const FAIR = 100;

graded(
  '09.6',
  3,
  'a client that floods does not keep the others waiting',
  async (t: TestContext) => {
    const program = await part(t, 'flood');
    const line = await t.step('one client sends as fast as it is read, 1,000 times; another one sends hello', () =>
      program.waitFor('the other client to be served', () => lines(program)[0]),
    );
    const reads = Number(/for (\d+) reads/.exec(line)?.[1]);
    t.expect(reads <= FAIR, {
      expected: `the other client to be served within ${FAIR} reads`,
      saw: line,
      looksLike: 'no-budget',
    });
    const exit = await t.step('the program reads the rest and exits', () => program.exit());
    t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the program ${describeExit(exit)}` });
  },
  { needs: [ECHOES, ROUNDS] },
);

graded(
  '09.6',
  2,
  'a callback that throws in a later turn of a flood ends its own connection only',
  async (t: TestContext) => {
    const program = await part(t, 'throw');
    await blamingDeath(program, 'unguarded', () =>
      t.step('one client floods, and its callback throws at the 20th read; then another one sends hello', () =>
        program.waitFor('the other client to be served', () => lines(program)[0]),
      ),
    );
    const exit = await t.step('the program exits', () => program.exit());
    t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the program ${describeExit(exit)}` });
  },
  { needs: [ECHOES, ROUNDS] },
);

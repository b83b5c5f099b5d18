import { O_CLOEXEC } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { Recording } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { descriptors, residentKb, socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { ACCEPTS, READS, WAITS, WRITES } from '../support/calls.ts';
import { accepted, blaming, blamingDeath } from '../support/echo.ts';
import { ended } from '../support/pool.ts';
import { fill, limit, startWithFew } from './few-descriptors.ts';
import { COMPLETES, ECHOES, FORBIDDEN, graded, HELLO, PROACTOR } from './lesson.ts';
import { sleepsIn } from './senders.ts';

const unless = FORBIDDEN;

graded(
  '15.6',
  2,
  ECHOES,
  async (t: TestContext) => {
    const server = await t.start(PROACTOR);
    const clients = await t.connectMany(server, 60);
    await blamingDeath(server, 'more-ignored', () =>
      t.step('60 clients exchange bytes of their own, from the last to the first, twice', async () => {
        for (let round = 0; round < 2; round++)
          for (const [i, client] of [...clients.entries()].reverse()) await client.exchange(Buffer.from(`client ${i}`));
      }),
    );
    const [ann, bob] = clients as [(typeof clients)[number], (typeof clients)[number]];
    await t.step('one client exchanges 20,000 bytes at once', () =>
      ann.exchange(patternBytes(20_000, 'text'), ({ got, sent, ending }) => {
        if (!got.equals(sent.subarray(0, got.length))) return 'overtakes';
        return ending === 'open' ? 'dropped-while-sending' : undefined;
      }),
    );
    ann.halfClose();
    await t.step('it ends its direction and sees the end', () =>
      blaming('never-closes', () => ended(server, ann, 'the end of the stream')),
    );
    await t.step('the other clients are still served', () => bob.exchange(HELLO));
  },
  { needs: [COMPLETES], unless },
);

/** The entries that the program has submitted so far. */
const submitted = (recording: Recording, server: ObservedProgram): number =>
  recording
    .lane(server.pid)
    .filter(({ kind, name, result }) => kind === 'call' && name === 'io_uring_enter' && result > 0)
    .reduce((sum, { result }) => sum + result, 0);

/** A server may pause before it accepts again. */
const RETRY_MS = 15_000;
const MESSAGES = 200;
const CLIENTS = 40;
const STDERR = 2;

graded(
  '15.6',
  2,
  'proactor: one accept for all clients, one receive for all messages of a client',
  async (t: TestContext) => {
    const recording = t.record();
    const server = await t.start(PROACTOR, { env: recording.env });
    await t.step('the server sleeps in the ring', () => sleepsIn(t, server, /^io_uring_enter/, 'reads-itself'));
    const client = await t.connect(server);
    await client.exchange(HELLO);
    await server.quiet();
    const before = submitted(recording, server);
    await t.step(`a client exchanges ${MESSAGES} messages, one after the other`, async () => {
      for (let i = 0; i < MESSAGES; i++) await client.exchange(HELLO);
    });
    const names: readonly string[] = [...ACCEPTS, ...READS, ...WRITES, ...WAITS];
    const sockets = new Set(socketInodes(server.pid).values());
    const own = recording
      .lane(server.pid)
      .filter(
        ({ kind, name, args }) =>
          kind === 'call' && names.includes(name) && Number(args[0]) > STDERR && sockets.has(Number(args[0])),
      );
    t.expect(own.length === 0, {
      expected: 'no accept, receive, send or wait by the program itself',
      saw: `${own.length}, the first is ${own[0]?.name}`,
      looksLike: 'reads-itself',
    });
    const entries = submitted(recording, server) - before;
    t.expect(entries < 1.5 * MESSAGES, {
      expected: `about ${MESSAGES} entries, a send for each message, because the receive goes on by itself`,
      saw: `${entries} entries`,
      looksLike: 'single-shots',
    });
    const started = submitted(recording, server);
    const others = await t.connectMany(server, CLIENTS);
    for (const other of others) await accepted(server, other);
    await server.quiet();
    for (const { inode } of server.connections()) {
      const flags = descriptorFlags(server.pid, socketInodes(server.pid).get(inode) ?? -1) ?? 0;
      t.expect((flags & O_CLOEXEC) !== 0, {
        expected: 'O_CLOEXEC on each connection (/proc/PID/fdinfo)',
        saw: `flags 0${flags.toString(8)}`,
        looksLike: 'inherited',
      });
    }
    const accepts = submitted(recording, server) - started;
    t.expect(accepts < 1.5 * CLIENTS, {
      expected: `about ${CLIENTS} entries for ${CLIENTS} more clients, a receive each, because the accept goes on by itself`,
      saw: `${accepts} entries`,
      looksLike: 'single-accepts',
    });
  },
  { needs: [ECHOES], unless },
);

graded(
  '15.6',
  4,
  'proactor: a client that reads late gets all bytes in order, and memory stays bounded',
  async (t: TestContext) => {
    const server = await t.start(PROACTOR);
    const other = await t.connect(server);
    await other.exchange(HELLO);
    const before = residentKb(server.pid);
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(64_000_000);
    const sent = await t.step('a client sends until the server takes no more, and does not read', () =>
      slow.fill(bytes, () => 'no-back-pressure'),
    );
    const grown = (residentKb(server.pid) - before) / 1000;
    t.expect(sent < bytes.length && grown < 24, {
      expected: 'the server to stop receiving from a client that does not read',
      saw: `${(sent / 1e6).toFixed(1)} MB sent by the client, ${grown.toFixed(0)} MB more memory in the server`,
      looksLike: 'no-back-pressure',
    });
    await t.step('the server sleeps', () => server.quiet(() => 'no-back-pressure'));
    await t.step('another client is served', () => other.exchange(HELLO, () => 'no-back-pressure'));
    slow.halfClose();
    await t.step(`the first client ends its direction and reads its ${(sent / 1e6).toFixed(1)} MB`, () =>
      slow.expect(bytes.subarray(0, sent), ({ got, ending }) => {
        if (!got.equals(bytes.subarray(0, got.length))) return 'short-send';
        return ending === 'open' ? 'never-resumes' : 'end-destroys';
      }),
    );
    await ended(server, slow, 'the end of the stream');
    await t.step('the server sleeps', () => server.quiet());
  },
  { needs: [ECHOES], timeout: 180_000, unless },
);

graded(
  '15.6',
  2,
  'proactor: many short connections, and each number of a descriptor has one owner at a time',
  async (t: TestContext) => {
    const server = await t.start(PROACTOR);
    const good = await t.connect(server);
    await good.exchange(HELLO);
    await server.quiet();
    const before = descriptors(server.pid).length;
    await t.step('100 clients send, and end, reset, or end their direction first', async () => {
      for (let i = 0; i < 100; i++) {
        const client = await t.connect(server);
        client.offer(HELLO);
        if (i % 3 === 0) client.reset();
        else if (i % 3 === 1) client.halfClose();
        client.close();
        const next = await t.connect(server);
        await next.exchange(Buffer.from(`client ${i}`));
        next.close();
      }
    });
    await good.exchange(HELLO);
    await server.quiet(() => 'output-kept');
    const after = descriptors(server.pid).length;
    t.expect(after <= before + 3, {
      expected: `${before} descriptors after 200 short connections`,
      saw: `${after}`,
      looksLike: 'never-closes',
    });
  },
  { needs: [ECHOES], unless },
);

graded(
  '15.6',
  2,
  'proactor: without a free descriptor it neither spins nor ends',
  async (t: TestContext) => {
    const { server, hard } = await startWithFew(t);
    const { served, waiting } = await fill(t, server);
    await t.step('the server sleeps', () =>
      blamingDeath(server, 'no-descriptors', () => server.quiet(() => 'no-descriptors')),
    );
    await t.step('the clients that were accepted are served', async () => {
      for (const client of served) await client.exchange(HELLO);
    });
    for (const client of served.slice(0, waiting.length)) client.close();
    await t.step('as many leave as are waiting: the waiting ones are served', () => allServed(t, server, waiting));
    const late = await t.connectMany(server, LATE);
    await server.quiet(() => 'no-descriptors');
    limit(server, hard, hard);
    await t.step(`${LATE} more have connected, nobody leaves, and the limit is raised: they are served`, () =>
      allServed(t, server, late),
    );
  },
  { needs: [ECHOES], unless },
);

const LATE = 3;

/** A server may pause before it accepts. */
async function allServed(t: TestContext, server: ObservedProgram, clients: readonly Peer[]): Promise<void> {
  for (const client of clients) client.offer(HELLO);
  const isLate = (client: Peer): boolean => {
    client.pump();
    return client.arrived < HELLO.length;
  };
  await until(() => !clients.some(isLate) || null, RETRY_MS);
  const late = clients.filter(isLate).length;
  t.expect(late === 0, {
    expected: `all ${clients.length} to be served`,
    saw: `${late} are still waiting`,
    kernel: server.describeProcesses(),
    looksLike: 'pauses-for-ever',
  });
}

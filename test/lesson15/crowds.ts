/** The proactor with more clients than it has entries, with clients that hold its buffers, and with greedy ones. */
import { readFileSync } from 'node:fs';
import { prlimit, RLIMIT_NOFILE } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { blamingDeath } from '../support/echo.ts';
import { ECHOES, FORBIDDEN, graded, HELLO, PROACTOR } from './lesson.ts';

const unless = FORBIDDEN;

/** More than the 2,048 entries of the ring, where the machine allows it: in the queue of the listener, and as descriptors. */
const MANY = 2200;
const SPARE = 300;

function crowd(): number {
  const somaxconn = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  return Math.max(50, Math.min(MANY, somaxconn - 1, prlimit(process.pid, RLIMIT_NOFILE).hard - SPARE));
}

graded(
  '15.6',
  2,
  'proactor: more clients at once than the ring has entries are all served',
  async (t: TestContext) => {
    const server = await t.start(PROACTOR);
    await server.quiet();
    const count = crowd();
    const clients = await t.step(`${count} clients connected and sent a message while the server was stopped`, () =>
      server.frozen(async () => {
        const all = await t.connectMany(server, count);
        for (const [i, client] of all.entries()) client.offer(Buffer.from(`client ${i}`));
        return all;
      }),
    );
    await t.step('all messages come back', () =>
      blamingDeath(server, 'entries-overwritten', async () => {
        for (const [i, client] of clients.entries())
          await client.expect(Buffer.from(`client ${i}`), () => 'entries-overwritten');
      }),
    );
    await t.step('all of them end while it is stopped', () =>
      server.frozen(() => {
        for (const client of clients) client.close();
      }),
    );
    await server.waitFor('no connection', () => server.connections().length === 0, {
      diagnose: () => 'entries-overwritten',
    });
    await server.quiet();
  },
  { needs: [ECHOES], unless },
);

/** They hold at least 16 buffers each: together more than the server gives to the kernel at its start. */
const HOLDERS = 20;

graded(
  '15.6',
  2,
  'proactor: clients that do not read hold hundreds of buffers, and another one is served',
  async (t: TestContext) => {
    const bytes = patternBytes(16_000_000);
    const server = await t.start(PROACTOR);
    await t.step(`${HOLDERS} clients send until the server takes no more, and do not read`, async () => {
      for (let i = 0; i < HOLDERS; i++) {
        const holder = await t.connect(server, { receiveBuffer: 4096 });
        await holder.fill(bytes, () => 'no-back-pressure');
      }
    });
    const other = await t.connect(server);
    await t.step('another client exchanges 20,000 bytes', () =>
      other.exchange(patternBytes(20_000), () => 'never-grows'),
    );
    const small = await t.start(PROACTOR, { args: ['--buffers', '256'] });
    const holder = await t.connect(small);
    const neighbour = await t.connect(small);
    await t.step('--buffers 256: one client does not read, and another one exchanges a million bytes', async () => {
      const sent = await holder.fill(bytes, () => 'no-back-pressure');
      await neighbour.exchange(patternBytes(1_000_000, 'text'), () => 'buffer-misplaced');
      await holder.expect(bytes.subarray(0, sent), () => 'buffer-misplaced');
    });
  },
  { needs: [ECHOES], unless },
);

/** What a greedy client keeps in the queues, and what the greedy ones may have back before the patient one: its buffer is 2 KiB. */
const GREEDY = Buffer.alloc(200_000);
const FAIR = 100_000;
/** The greedy clients send so much before the holder goes: with one buffer the server cannot echo it all between two looks of the test. */
const PLENTY = Buffer.alloc(4_000_000);

graded(
  '15.6',
  2,
  'proactor: the client that has waited longest gets the next buffer, however greedy the others are',
  async (t: TestContext) => {
    const server = await t.start(PROACTOR, { args: ['--buffers', '1'] });
    const holder = await t.connect(server, { receiveBuffer: 4096 });
    const patient = await t.connect(server);
    const greedy = [await t.connect(server), await t.connect(server)];
    const quiet = (): Promise<void> => server.quiet(() => 'starving-spins');
    await t.step('a client that does not read holds the only buffer; a second one sends a message', async () => {
      await holder.fill(patternBytes(16_000_000), () => 'starving-spins');
      patient.offer(HELLO);
      await quiet();
    });
    await t.step('two more send without end', async () => {
      for (const client of greedy) client.offer(PLENTY);
      await quiet();
    });
    const back = (): number => greedy.reduce((sum, { arrived }) => sum + arrived, 0);
    const served = (): boolean => patient.arrived === HELLO.length;
    await t.step('the first one has gone: the second one is served', async () => {
      await server.frozen(() => holder.reset());
      const deadline = performance.now() + DEADLINE_MS;
      while (!served() && back() < FAIR && performance.now() < deadline)
        await server.frozen(() => {
          for (const client of [patient, ...greedy]) client.pump();
          for (const client of greedy) client.offer(GREEDY);
        });
    });
    t.expect(served(), {
      expected: 'the message back, because it was the first to wait for the buffer',
      saw: `${back()} bytes back for the greedy clients, and none for it`,
      kernel: patient.describeQueues(),
      looksLike: back() > 0 ? 'last-come-first-fed' : 'never-fed',
    });
  },
  { needs: [ECHOES], unless },
);

const DEADLINE_MS = 10_000;

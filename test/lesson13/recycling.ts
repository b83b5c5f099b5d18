/** 13.8: slots that rest, and a stop that does not wait for them. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { ANSWERS, graded, SERVER, WORKS } from './lesson.ts';
import { answered, ask, BUSY, ECHO, open, PING, packet, packetsOf, WORK } from './wire.ts';

const REST_MS = 1200;
const ROUNDING_MS = 20;
const LONG_MS = 10 * REST_MS;

const empty = (server: ObservedProgram): Promise<boolean> =>
  server.waitFor('no connection', () => server.connections().length === 0, { diagnose: () => 'not-closed' });

/** The first answer that a new client gets to a ping. One that has a slot keeps it. */
async function firstAnswer(t: TestContext, server: ObservedProgram, owners: Peer[] = []): Promise<string> {
  const client = await t.connect(server);
  await client.send(packet(PING));
  const [answer = 'nothing'] = await answered(client, 1);
  if (answer === '0') owners.push(client);
  else client.close();
  return answer;
}

/** New clients have the two slots, and there is no third one. */
async function twoSlots(t: TestContext, server: ObservedProgram, owners: Peer[]): Promise<void> {
  while (owners.length < 2) {
    const answer = await firstAnswer(t, server, owners);
    t.expect(answer === '0', {
      expected: 'a slot for each of two clients',
      saw: `${owners.length}, then ${answer}`,
      looksLike: 'one-recycled',
    });
  }
  const third = await firstAnswer(t, server);
  t.expect(third === `${BUSY} no free slot`, {
    expected: 'no slot for a third client',
    saw: third,
    looksLike: 'recycled-twice',
  });
}

graded(
  '13.8',
  3,
  'a slot rests before its next owner, and every slot comes back',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--slots', '2', '--workers', '1', '--rest', String(REST_MS)] });
    const clients = await t.connectMany(server, 2);
    for (const client of clients) await ask(client, [packet(PING)]);
    const since = performance.now();
    for (const client of clients) client.close();
    await empty(server);
    const seen: string[] = [];
    const owners: Peer[] = [];
    await t.step(`two clients have two slots, and leave; others try again and again (--rest ${REST_MS})`, async () => {
      while (seen.at(-1) !== '0' && performance.now() - since < LONG_MS) {
        seen.push(await firstAnswer(t, server, owners));
        if (seen.at(-1) !== '0') await until(() => null, 50);
      }
    });
    const took = performance.now() - since;
    t.expect(seen.at(-1) === '0', {
      expected: `a slot after ${REST_MS} ms`,
      saw: `${seen.at(-1)} after ${Math.round(took)} ms`,
      looksLike: 'never-recycled',
    });
    t.expect(took >= REST_MS - ROUNDING_MS && seen[0] === `${BUSY} no free slot`, {
      expected: `no new owner before ${REST_MS} ms`,
      saw: `one after ${Math.round(took)} ms`,
      looksLike: 'no-rest',
    });
    const second = await until(() => server.connections().length === 1 || null, LONG_MS);
    t.expect(second !== null, { expected: 'one connection', saw: `${server.connections().length}` });
    await twoSlots(t, server, owners);
    for (const owner of owners) owner.close();
    await empty(server);
    await t.step('both leave, and the server is stopped until both slots are due: two others come', async () => {
      await server.frozen(() => until(() => null, REST_MS + ROUNDING_MS));
      await server.quiet();
      await twoSlots(t, server, []);
    });
  },
  { needs: [ANSWERS], timeout: 120_000 },
);

graded(
  '13.8',
  2,
  'clients that come and go for a long time wear out no slot',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--slots', '4', '--workers', '1', '--rest', '0'] });
    const rounds = 60;
    await t.step(
      `${rounds} rounds: four clients come, one ends, one resets, two reset while the server is stopped`,
      async () => {
        for (let round = 0; round < rounds; round++) {
          const clients = await t.connectMany(server, 4);
          for (const client of clients) {
            const [answer] = await ask(client, [packet(PING)]);
            t.expect(answer === '0', {
              expected: `a slot for each of four clients, in round ${round + 1} too`,
              saw: `${answer}`,
              looksLike: 'slot-lost',
            });
          }
          clients[0]?.close();
          clients[1]?.reset();
          await server.frozen(async () => {
            await clients[2]?.send(packet(ECHO, 'x'));
            clients[2]?.reset();
            await clients[3]?.send(packet(ECHO, 'x').subarray(0, 5));
            clients[3]?.reset();
          });
          for (const client of clients) client.close();
          await empty(server);
          await server.quiet();
        }
      },
    );
    const late = await t.connectMany(server, 5);
    for (const client of late) await client.send(packet(PING));
    const answers = await Promise.all(late.map((client) => answered(client, 1)));
    const got = answers.map(([answer]) => answer);
    t.expect(got.filter((answer) => answer === '0').length === 4, {
      expected: 'four slots for five clients',
      saw: got.join(', '),
      looksLike: 'recycled-twice',
    });
  },
  { needs: [ANSWERS], timeout: 120_000 },
);

graded(
  '13.8',
  3,
  'SIGTERM: the jobs that run are answered, and no slot that rests is waited for',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--gates', '--rest', '600000'] });
    const [waits, idle, gone] = await t.connectMany(server, 3);
    if (waits === undefined || idle === undefined || gone === undefined) throw new Error('three clients');
    await ask(idle, [packet(PING)]);
    await ask(gone, [packet(PING)]);
    gone.close();
    await server.waitFor('two connections', () => server.connections().length === 2);
    await waits.send(packet(WORK, '5 last job'));
    await server.quiet();
    server.signal('SIGTERM');
    await t.step('one client waits for a job, one is idle, the slot of one rests; sent SIGTERM: the port closes', () =>
      server.waitFor('the listener to be closed', () => server.listener() === null, { diagnose: () => 'still-open' }),
    );
    await server.quiet();
    t.expect(server.exited === null, {
      expected: 'the server to wait for the job that runs',
      saw: `the server ${describeExit(server.exited)}`,
      looksLike: 'jobs-dropped',
    });
    open(server, 5);
    await t.step('the job is done: its answer, then the end of both connections', async () => {
      for (const client of [waits, idle]) await client.expectEnd('eof', () => 'jobs-dropped');
    });
    t.expect(packetsOf(waits).join() === '8 done 5 last job', {
      expected: '8 done 5 last job',
      saw: packetsOf(waits).join(', ') || 'nothing',
      looksLike: 'jobs-dropped',
    });
    for (const client of [waits, idle]) client.close();
    const exit = await t.step('both clients close: the server ends', () => server.exit(() => 'waits-for-rest'));
    t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
  },
  { needs: [WORKS] },
);

graded(
  '13.8',
  2,
  'SIGTERM with no client, and a client that does not read: the stop is bounded',
  async (t: TestContext) => {
    const never = await t.start(SERVER, { args: ['--workers', '1'] });
    await never.quiet();
    never.signal('SIGTERM');
    const exit = await t.step('nobody has ever connected; sent SIGTERM', () => never.exit(() => 'stop-needs-client'));
    t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
    const idle = await t.start(SERVER, { args: ['--rest', '600000'] });
    const left = await t.connect(idle);
    await ask(left, [packet(PING)]);
    left.close();
    await empty(idle);
    await idle.quiet();
    idle.signal('SIGTERM');
    const first = await t.step('a client has come and gone; sent SIGTERM', () => idle.exit(() => 'waits-for-rest'));
    t.expect(first.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(first)}` });
    const server = await t.start(SERVER, { args: ['--buffer', '4096', '--bytes', '4000000', '--grace', '500'] });
    const stuck = await t.connect(server, { receiveBuffer: 4096 });
    await stuck.send(Buffer.concat(Array.from({ length: 50 }, () => packet(ECHO, 'x'.repeat(20_000)))));
    await server.quiet();
    server.signal('SIGTERM');
    const second = await t.step('a client reads nothing while a megabyte waits; sent SIGTERM (--grace 500)', () =>
      until(() => server.exited, LONG_MS),
    );
    t.expect(second?.code === 0, {
      expected: 'exit status 0, after the grace',
      saw: `the server ${describeExit(second)}`,
      looksLike: second === null ? 'no-grace' : undefined,
    });
  },
  { needs: [ANSWERS] },
);

/** 13.8: slots that rest. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { ANSWERS, graded, SERVER } from './lesson.ts';
import { answered, ask, BUSY, ECHO, empty, PING, packet } from './wire.ts';

const REST_MS = 1200;
const ROUNDING_MS = 20;
/** Between the ends of two clients: their slots are not due at the same time. */
const APART_MS = REST_MS / 2;
const LONG_MS = 10 * REST_MS;

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
      looksLike: owners.length === 0 ? 'recycled-once' : 'one-recycled',
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
    const ends: number[] = [];
    for (const [i, client] of clients.entries()) {
      ends.push(performance.now());
      client.close();
      await server.waitFor('the connection to be closed', () => server.connections().length === 1 - i, {
        diagnose: () => 'not-closed',
      });
      if (i === 0) await until(() => null, APART_MS);
    }
    const seen: string[] = [];
    const owners: Peer[] = [];
    await t.step(
      `two clients have two slots, and leave one after the other; others try again and again (--rest ${REST_MS})`,
      async () => {
        while (seen.at(-1) !== '0' && performance.now() - since < LONG_MS) {
          seen.push(await firstAnswer(t, server, owners));
          if (seen.at(-1) !== '0') await until(() => null, 50);
        }
      },
    );
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
    await t.step('the other slot is due a moment later', async () => {
      while (owners.length < 2 && performance.now() - since < LONG_MS) await firstAnswer(t, server, owners);
    });
    t.expect(owners.length === 2, {
      expected: 'the slot of the second client too',
      saw: `none after ${Math.round(performance.now() - since)} ms`,
      looksLike: 'later-slot-lost',
    });
    const rested = performance.now() - (ends[1] ?? 0);
    t.expect(rested >= REST_MS - ROUNDING_MS, {
      expected: `the slot of the second client to rest for ${REST_MS} ms as well`,
      saw: `a new owner after ${Math.round(rested)} ms`,
      looksLike: 'rests-with-others',
    });
    await server.waitFor('two connections', () => server.connections().length === 2);
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

/** 13.3: slots, without a connection; and a pool that is full, with one. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { ANSWERS, graded, SERVER, SLOTS } from './lesson.ts';
import { expectLines, tried } from './try.ts';
import { answered, ask, BUSY, PING, packet, packetsOf } from './wire.ts';

/** sayGoodbye waits for a second; ten times that. */
const STAYS_MS = 10_000;

const numbers = (line = ''): number[] => line.split(' ').map(Number);

graded('13.3', 3, SLOTS, async (t: TestContext) => {
  const seen = await t.step('three slots: three connections, and a fourth', () =>
    tried(t, 'pool', ['take 41', 'take 42', 'take 43', 'take 44', 'slot 0', 'slot 1', 'slot 2']),
  );
  const slots = seen.slice(0, 3).map((line) => numbers(line)[0] ?? -1);
  t.expect([...slots].sort().join() === '0,1,2', {
    expected: 'each of the slots 0, 1 and 2 for one connection',
    saw: slots.join(', '),
    looksLike: 'same-slot',
  });
  t.expect(seen[3] === 'full', { expected: 'full, for the fourth', saw: `${seen[3]}`, looksLike: 'not-full' });
  for (const [i, slot] of slots.entries())
    t.expect(seen[4 + slot] === `used ${41 + i}`, {
      expected: `slot ${slot} used, with descriptor ${41 + i}`,
      saw: `${seen[4 + slot]}`,
    });
  const [first = 0] = slots;
  await expectLines(t, 'pool', [
    ['take 41', seen[0] ?? ''],
    ['take 42', seen[1] ?? ''],
    ['take 43', seen[2] ?? ''],
    [`retire ${seen[0]}`, 'retired'],
    [`slot ${first}`, 'resting -1', (seen) => (seen.startsWith('resting') ? 'fd-kept' : 'free-at-once')],
    ['take 44', 'full', 'free-at-once'],
    [`recycle ${first}`, 'unused -1'],
  ]);
  const [, second = 0] = slots;
  const both = [`retire ${seen[0]}`, `retire ${seen[1]}`, `recycle ${first}`, `recycle ${second}`];
  const again = await t.step('two of three leave, and their slots have rested: two others come', () =>
    tried(t, 'pool', ['take 41', 'take 42', 'take 43', ...both, 'take 51', 'take 52', 'take 53']),
  );
  const [next = '', last = '', full = ''] = again.slice(-3);
  t.expect([first, second].every((slot) => [next, last].some((line) => numbers(line)[0] === slot)) && full === 'full', {
    expected: `slots ${first} and ${second}, then full`,
    saw: [next, last, full].join(', '),
    looksLike: last === 'full' ? 'list-lost' : undefined,
  });
});

graded(
  '13.3',
  3,
  'a ticket is stale as soon as its connection has gone, and the next owner has another number',
  async (t: TestContext) => {
    const all = ['take 41', 'take 42', 'take 43'];
    const begin = await tried(t, 'pool', all);
    const [a = ''] = begin;
    const [slot = 0] = numbers(a);
    const again = [...all, `retire ${a}`, `recycle ${slot}`, 'take 44', `retire ${a}`, `current ${a}`];
    const b = (await tried(t, 'pool', again))[5] ?? '';
    t.expect(numbers(b)[0] === slot && b !== a, {
      expected: `slot ${slot} again, with another number than ${numbers(a)[1]}`,
      saw: b,
      looksLike: 'same-number',
    });
    await expectLines(t, 'pool', [
      ['take 41', a],
      ['take 42', begin[1] ?? ''],
      ['take 43', begin[2] ?? ''],
      [`current ${a}`, 'current'],
      [`other ${a}`, 'current', 'private-number'],
      [`retire ${a}`, 'retired'],
      [`current ${a}`, 'stale', 'number-late'],
      [`other ${a}`, 'stale', 'number-late'],
      [`recycle ${slot}`, 'unused -1'],
      [`current ${a}`, 'stale', 'number-late'],
      ['take 44', b],
      [`current ${a}`, 'stale', 'same-number'],
      [`current ${b}`, 'current'],
      [`other ${b}`, 'current', 'private-number'],
      [`retire ${a}`, 'stale', 'retires-stranger'],
      [`current ${b}`, 'current', 'retires-stranger'],
    ]);
    const step = (numbers(b)[1] ?? 0) - (numbers(a)[1] ?? 0);
    await t.step(`${OWNERS} owners of one slot, one after the other`, () => manyOwners(t, begin, step));
  },
  { needs: [SLOTS] },
);

const OWNERS = 300;

/** The owners of a slot whose numbers are as far apart as those of the first two. Where a ticket comes again, it is judged. */
async function manyOwners(t: TestContext, begin: readonly string[], step: number): Promise<void> {
  const [slot = 0, first = 0] = numbers(begin[0]);
  const owners = Array.from({ length: OWNERS }, (_, i) => `${slot} ${first + i * step}`);
  const commands = owners.flatMap((ticket) => [`retire ${ticket}`, `recycle ${slot}`, 'take 41']);
  const seen = await tried(t, 'pool', ['take 41', 'take 42', 'take 43', ...commands]);
  const tickets = [begin[0], ...owners.map((_, i) => seen[5 + 3 * i])];
  const again = tickets.findIndex((ticket, i) => ticket !== 'full' && tickets.indexOf(ticket) < i);
  t.expect(again < 0, {
    expected: 'each owner to have a number of its own',
    saw: `number ${numbers(tickets[again])[1]} for owner ${tickets.indexOf(tickets[again]) + 1} and for owner ${again + 1}`,
    looksLike: 'few-numbers',
  });
}

graded(
  '13.3',
  3,
  'a slot is retired once and recycled once, whoever sees the end first',
  async (t: TestContext) => {
    const takes = ['take 41', 'take 42', 'take 43'];
    const begin = await tried(t, 'pool', takes);
    const [a = '', b = ''] = begin;
    const [[slot = 0], [other = 0]] = [numbers(a), numbers(b)];
    const steps = [...takes, `retire ${a}`, `retire ${a}`, `recycle ${slot}`, `recycle ${slot}`, `recycle ${other}`];
    const seen = await t.step('one of three connections is retired twice, its slot and a used one are recycled', () =>
      tried(t, 'pool', [...steps, `slot ${other}`, 'take 51', 'take 52']),
    );
    t.expect(seen[4] === 'stale', {
      expected: 'the second retire to change nothing',
      saw: `${seen[4]}`,
      looksLike: 'retired-twice',
    });
    t.expect(seen[8] === 'used 42', {
      expected: 'a used slot to stay used',
      saw: `${seen[8]}`,
      looksLike: 'recycles-used',
    });
    t.expect(numbers(seen[9])[0] === slot && seen[10] === 'full', {
      expected: `slot ${slot} for one connection, and full for the next`,
      saw: `${seen[9]}, then ${seen[10]}`,
      looksLike: 'recycled-twice',
    });
  },
  { needs: [SLOTS] },
);

graded(
  '13.3',
  3,
  'a full pool says so: BUSY, then the end, also to a client that has sent already',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--slots', '2', '--workers', '1', '--rest', '100'] });
    const [first, second] = await t.connectMany(server, 2);
    if (first === undefined || second === undefined) throw new Error('two clients');
    for (const peer of [first, second]) await ask(peer, [packet(PING)]);
    // Both while the server is stopped: its ping is there before the server accepts.
    const third = await server.frozen(async () => {
      const peer = await t.connect(server);
      await peer.send(packet(PING));
      return peer;
    });
    await t.step('two slots are taken; a third client connects and sends a ping', () =>
      third.expectEnd('any', () => 'full-hangs'),
    );
    const got = packetsOf(third);
    t.expect(got.join() === `${BUSY} no free slot`, {
      expected: `${BUSY} no free slot, then the end`,
      saw: `${got.join(', ') || 'no packet'}, then ${third.ending}`,
      looksLike: third.ending === 'reset' ? 'full-reset' : 'full-silent',
    });
    t.expect(third.ending === 'eof', {
      expected: 'an orderly end of the stream (FIN)',
      saw: 'a reset (RST), which may destroy what was sent',
      looksLike: 'full-reset',
    });
    third.close();
    const fourth = await t.connect(server);
    await t.step(
      'a fourth client is told so as well, and stays: the server does not wait for it for ever',
      async () => {
        await fourth.expectEnd('any', () => 'full-hangs');
        const gone = await until(() => (fourth.serverRow?.inode ?? 0) === 0, STAYS_MS);
        t.expect(gone === true, {
          expected: 'its descriptor to be closed',
          saw: `open after ${STAYS_MS / 1000} s`,
          kernel: fourth.describeQueues(),
          looksLike: 'refused-stays',
        });
      },
    );
    t.expect(packetsOf(fourth).join() === `${BUSY} no free slot`, {
      expected: `${BUSY} no free slot for the fourth client`,
      saw: packetsOf(fourth).join(', ') || 'no packet',
      looksLike: 'channel-stays',
    });
    for (const peer of [first, second]) await ask(peer, [packet(PING)]);
    first.close();
    await t.step('a client leaves; its slot has a new owner after its rest', async () => {
      await server.waitFor('the connection to be closed', () => server.connections().length === 1);
      for (let served = false; !served; ) {
        const next = await t.connect(server);
        await next.send(packet(PING));
        const [answer] = await answered(next, 1); // BUSY may have come before the ping was sent
        t.expect(answer !== undefined, {
          expected: 'a pong, or BUSY while the slot rests',
          saw: 'the end of the connection',
          looksLike: 'channel-stays',
        });
        served = answer === '0';
        if (!served) next.close();
      }
    });
  },
  { needs: [SLOTS, ANSWERS] },
);

import type { TestContext } from '../../src/grading/test-context.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { answersOf, ask, frames } from './client.ts';
import { graded, KNOWS } from './lesson.ts';
import { serve } from './start.ts';

const CLIENTS = 50;
const EACH = 20;
const ACCOUNTS = 8;
const OPENING = 1000;

interface Entry {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly id: number;
}

/** The transfers of one client; every amount is possible, so that some are refused. */
const transfersOf = (client: number): string[] =>
  Array.from({ length: EACH }, (_, i) => {
    const to = 1 + ((client * 7 + i * 5) % ACCOUNTS);
    return `transfer ${to} ${1 + ((client * 31 + i * 17) % 400)} ${client * EACH + i}`;
  });

const doneIn = (answers: readonly string[]): number[] =>
  answers.flatMap((answer) => (answer.startsWith('done ') ? [Number(answer.slice('done '.length))] : []));

async function entriesOf(auditor: Peer): Promise<Entry[]> {
  const [books = ''] = await ask(auditor, ['books']);
  const count = Number(books.slice('books '.length));
  const answers = await ask(
    auditor,
    Array.from({ length: count }, (_, index) => `entry ${index}`),
  );
  return answers.map((answer) => {
    const [from = 0, to = 0, amount = 0, id = -1] = answer.split(' ').slice(1).map(Number);
    return { from, to, amount, id };
  });
}

graded(
  '10.6',
  4,
  'a thousand transfers by 50 clients, some of which reset: the sum stays, each done transfer is in the books once',
  async (t: TestContext) => {
    const server = await serve(t, ['--accounts', String(ACCOUNTS), '--loops', '3']);
    const clients = await t.connectMany(server, CLIENTS);
    const done: number[] = [];
    await t.step(
      `${CLIENTS} clients send ${EACH} transfers each at once; every fifth resets in the middle`,
      async () => {
        await server.frozen(() => {
          for (const [i, client] of clients.entries())
            client.offer(frames([`login ${1 + (i % ACCOUNTS)}`, ...transfersOf(i)]));
        });
        for (const client of clients.filter((_, i) => i % 5 === 0)) {
          done.push(...doneIn(answersOf(client)));
          client.reset();
          client.close();
        }
        for (const [i, client] of clients.entries()) {
          if (i % 5 === 0) continue;
          await server.waitFor('all answers', () => answersOf(client).length > EACH || client.ending !== 'open', {
            diagnose: ({ kind }) => (kind === 'stuck' ? 'deadlock' : undefined),
            progress: () => client.arrived,
          });
          done.push(...doneIn(answersOf(client)));
        }
      },
    );
    await server.quiet(() => 'unread');
    const auditor = await t.connect(server);
    const entries = await entriesOf(auditor);
    const counts = new Map<number, number>();
    for (const { id } of entries) counts.set(id, (counts.get(id) ?? 0) + 1);
    const wrong = done.filter((id) => counts.get(id) !== 1);
    t.expect(wrong.length === 0 && [...counts.values()].every((count) => count === 1), {
      expected: `each of ${done.length} transfers that were answered with "done" in the books once`,
      saw: `${wrong.length} are not; ${entries.length} entries`,
      looksLike: 'not-recorded',
    });
    const booked = Array.from({ length: ACCOUNTS + 1 }, () => OPENING);
    for (const { from, to, amount } of entries) {
      booked[from] = (booked[from] ?? 0) - amount;
      booked[to] = (booked[to] ?? 0) + amount;
    }
    const balances: number[] = [];
    for (let account = 1; account <= ACCOUNTS; account++) {
      const [, balance = ''] = await ask(auditor, [`login ${account}`, 'balance']);
      balances.push(Number(balance.slice('balance '.length)));
    }
    const sum = balances.reduce((total, balance) => total + balance, 0);
    t.expect(sum === ACCOUNTS * OPENING && balances.every((balance) => balance >= 0), {
      expected: `${ACCOUNTS * OPENING} in all accounts, and none below 0`,
      saw: `${sum}: ${balances.join(' ')}`,
      looksLike: 'one-account',
    });
    t.expect(balances.join() === booked.slice(1).join(), {
      expected: `the balances that the books tell: ${booked.slice(1).join(' ')}`,
      saw: balances.join(' '),
      looksLike: 'one-account',
    });
  },
  { needs: [KNOWS] },
);

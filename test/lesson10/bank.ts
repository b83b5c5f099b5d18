import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { ask } from './client.ts';
import { graded, KNOWS, OWNERS, TRY_BANK } from './lesson.ts';
import { LONG_MS, serve } from './start.ts';
import { told } from './try.ts';

graded(
  '10.6',
  5,
  KNOWS,
  async (t: TestContext) => {
    const server = await serve(t, ['--accounts', '3', '--loops', '1']);
    const client = await t.connect(server);
    const dialogue: readonly [string, string, string | undefined][] = [
      ['balance', 'error login first', undefined],
      ['login 4', 'error no such account', undefined],
      ['login 1', 'account 1', undefined],
      ['transfer 2 300 71', 'done 71', undefined],
      ['balance', 'balance 700', undefined],
      ['transfer 2 701 72', 'error not enough', 'overdraft'],
      ['transfer 3 700 73', 'done 73', undefined],
      ['balance', 'balance 0', undefined],
      ['transfer 2 -50 74', 'error nothing to transfer', 'takes-money'],
      ['transfer 2 0 75', 'error nothing to transfer', 'takes-money'],
      ['login 2', 'account 2', undefined],
      ['transfer 2 10 76', 'error nothing to transfer', 'to-itself'],
      ['transfer 9 10 77', 'error no such account', undefined],
      ['balance', 'balance 1300', undefined],
      ['login 3', 'account 3', undefined],
      ['balance', 'balance 1700', undefined],
      ['books', 'books 2', 'not-recorded'],
      ['entry 0', 'entry 1 2 300 71', 'not-recorded'],
      ['entry 1', 'entry 1 3 700 73', 'not-recorded'],
    ];
    for (const [request, wanted, looksLike] of dialogue) {
      const [answer] = await t.step(`"${request}"`, () => ask(client, [request], () => looksLike));
      t.expect(answer === wanted, {
        expected: `"${wanted}"`,
        saw: answer === undefined ? `no answer: the connection is ${client.ending}` : `"${answer}"`,
        looksLike,
      });
    }
  },
  { needs: [OWNERS] },
);

async function bank(t: TestContext, args: readonly string[] = []): Promise<ObservedProgram> {
  const program = await t.watch(TRY_BANK, { args });
  await program.waitFor('"ready"', () => program.output.out.includes('ready\n'));
  return program;
}

const OPPOSITE = 'two transfers in opposite directions never wait for each other, and both accounts are locked';

/** Waits until the thread has come to its transfer, and everything sleeps. */
async function threadWaits(program: ObservedProgram): Promise<void> {
  await program.waitFor('a thread', () => program.log.some((line) => line.includes('transfers')), {
    within: LONG_MS,
  });
  await program.quiet();
}

/** Holds an account, starts a transfer in a thread, and looks at the other account when everything sleeps. */
async function looked(t: TestContext, held: number, [from, to]: readonly [number, number]): Promise<string> {
  const program = await bank(t);
  program.stdin?.write(`hold ${held}\ntransfer ${from} ${to} 100\n`);
  await threadWaits(program);
  const [seen = ''] = await t.step(
    `${held === 0 ? 'the books are' : `account ${held} is`} locked; a thread transfers from ${from} to ${to} and waits`,
    () => told(program, `look ${held === from ? to : from}\n`, 1),
  );
  const [result = ''] = await told(program, 'release\n', 1);
  t.expect(result.startsWith('done, '), { expected: 'the transfer to be done when the account is free', saw: result });
  return seen;
}

/** While a transfer waits for the books, nobody else gets its first account: or it has not looked at the balance yet. */
async function keepsBoth(t: TestContext, [from, to]: readonly [number, number]): Promise<void> {
  const program = await bank(t);
  program.stdin?.write(`hold 0\ntransfer ${from} ${to} 100\n`);
  await threadWaits(program);
  const [seen = ''] = await told(program, `look ${from}\n`, 1);
  if (seen.endsWith('locked')) return;
  const [result = ''] = await t.step('that account is free meanwhile: set it to 50, and let the transfer go on', () =>
    told(program, `set ${from} 50\nrelease\n`, 1),
  );
  t.expect(result.startsWith('refused'), {
    expected: `account ${from} to be locked from the look at its balance to the end of the transfer of 100`,
    saw: result,
    kernel: [`while the transfer waited for the books: ${seen}`],
    looksLike: 'let-go-early',
  });
}

graded(
  '10.6',
  5,
  OPPOSITE,
  async (t: TestContext) => {
    const there = await looked(t, 2, [1, 2]);
    const back = await looked(t, 1, [2, 1]);
    for (const [seen, account] of [
      [there, 2],
      [back, 1],
    ] as const)
      t.expect(seen.startsWith('waits'), {
        expected: `a transfer to account ${account} to wait while that account is locked`,
        saw: seen,
        looksLike: 'one-account',
      });
    t.expect(!(there.endsWith('locked') && back.endsWith('locked')), {
      expected: 'both to lock the two accounts in the same order',
      saw: 'each holds the account that the other one waits for: together they would wait for ever',
      kernel: [`1 to 2, while 2 is locked: ${there}`, `2 to 1, while 1 is locked: ${back}`],
      looksLike: 'deadlock',
    });
    const books = await looked(t, 0, [1, 2]);
    t.expect(books.startsWith('waits'), {
      expected: 'a transfer to wait while the books are locked',
      saw: books,
      looksLike: 'books-unlocked',
    });
    await keepsBoth(t, [1, 2]);
    await keepsBoth(t, [2, 1]);
    for (const [held, other] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const seen = await looked(t, held, [held, other]);
      t.expect(seen.startsWith('waits'), {
        expected: `a transfer from account ${held} to wait while that account is locked`,
        saw: seen,
        looksLike: 'one-account',
      });
    }
  },
  { needs: [KNOWS] },
);

graded(
  '10.6',
  3,
  'a transfer looks at the balance under the lock, and full books refuse it whole',
  async (t: TestContext) => {
    const program = await bank(t, ['--books', '1']);
    program.stdin?.write('hold 1\ntransfer 1 2 800\n');
    await threadWaits(program);
    const [late = ''] = await t.step('a transfer of 800 waits for account 1, which then has 500 only', () =>
      told(program, 'set 1 500\nrelease\n', 1),
    );
    t.expect(late === 'refused, balances 500 1000 1000, 0 entries', {
      expected: 'refused, balances 500 1000 1000, 0 entries',
      saw: late,
      looksLike: 'early-look',
    });
    const [first = ''] = await told(program, 'transfer 2 3 10\nrelease\n', 1);
    const [full = ''] = await t.step('the books have room for one entry; a second transfer', () =>
      told(program, 'transfer 2 3 10\nrelease\n', 1),
    );
    t.expect(first === 'done, balances 500 990 1010, 1 entries' && full === first.replace('done', 'refused'), {
      expected: 'one transfer done, the other refused, and nothing moved by it',
      saw: `${first}; ${full}`,
      looksLike: 'full-books',
    });
  },
  { needs: [KNOWS] },
);

/** Two threads must meet within a microsecond: it takes many transfers, of a microsecond each, until they do. */
const TIMES = 300_000;

graded(
  '10.6',
  3,
  'threads that transfer at the same time lose no entry and no money',
  async (t: TestContext) => {
    const program = await bank(t);
    const before = program.output.out.length;
    program.stdin?.write(`race ${TIMES}\n`);
    await t.step(`four threads transfer 1 for ${TIMES} times each: 1 to 2, 2 to 1, 3 to 4, 4 to 3`, () =>
      program.waitFor('all of them to end', () => program.output.out.includes('refused'), {
        within: LONG_MS,
        diagnose: ({ kind }) => (kind === 'stuck' ? 'deadlock' : undefined),
      }),
    );
    const seen = program.output.out.slice(before).trim();
    const [, entries = ''] = /(\d+) entries/.exec(seen) ?? [];
    t.expect(Number(entries) === 4 * TIMES, {
      expected: `${4 * TIMES} entries in the books`,
      saw: seen,
      looksLike: 'books-counted-alone',
    });
    t.expect(seen.startsWith(`refused 0 0 0 0, balances ${Array(4).fill(TIMES).join(' ')},`), {
      expected: `no transfer refused, and ${TIMES} in each account as before`,
      saw: seen,
    });
  },
  { needs: [OPPOSITE] },
);

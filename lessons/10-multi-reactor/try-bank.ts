/**
 * Tries a transfer while this thread holds an account. Commands: hold ACCOUNT, transfer FROM TO AMOUNT (in a thread of its own),
 * look ACCOUNT, set ACCOUNT BALANCE, release (lets go, and waits for the transfer), race TIMES. Nothing to do in this file.
 */
import { program, readWaiting, writeAll } from '#program';
import { Mutex, startThread, type Thread } from '#sys';
import { Bank } from './bank.ts';
import type { Transfer } from './try-transfer.ts';

function say(text: string): void {
  writeAll(1, Buffer.from(`${text}\n`));
}

function* lines(): Generator<string> {
  const bytes = Buffer.alloc(4096);
  for (let n = readWaiting(0, bytes); n > 0; n = readWaiting(0, bytes))
    yield* bytes
      .toString('latin1', 0, n)
      .split('\n')
      .filter((line) => line !== '');
}

const ENTRY = new URL('./try-transfer.ts', import.meta.url);

/** Four threads at the same time, in a bank of their own: between accounts 1 and 2, and between 3 and 4, in both directions. */
function race(times: number): void {
  const bank = Bank.create(4, 4 * times);
  new Int32Array(bank.share().balances).fill(times, 1);
  const pairs = [
    [1, 2],
    [2, 1],
    [3, 4],
    [4, 3],
  ] as const;
  const start = new SharedArrayBuffer(8);
  const threads = pairs.map(([from, to]) => {
    const data: Transfer = { bank: bank.share(), from, to, amount: 1, times, start, threads: pairs.length };
    return startThread(ENTRY, data);
  });
  const refused = threads.map((thread) => thread.join());
  const balances = [1, 2, 3, 4].map((account) => bank.balance(account));
  say(`refused ${refused.join(' ')}, balances ${balances.join(' ')}, ${bank.entries} entries`);
}

program(
  import.meta.url,
  {
    about: 'Tries the bank: accounts 1 to 3, with 1000 in each.',
    options: { books: { default: 8, about: 'entries that fit into the books' } },
  },
  ({ books }) => {
    const bank = Bank.create(3, books);
    const { mutexes, balances } = bank.share();
    const mutex = (account: number): Mutex => Mutex.from(mutexes[account] as SharedArrayBuffer);
    let held = -1;
    let thread: Thread | undefined;
    say('ready');
    for (const line of lines()) {
      const [command, ...words] = line.split(' ');
      const [first = 0, second = 0, third = 0] = words.map(Number);
      if (command === 'hold') {
        mutex(first).lock();
        held = first;
      } else if (command === 'transfer') {
        const data: Transfer = { bank: bank.share(), from: first, to: second, amount: third };
        thread = startThread(ENTRY, data);
      } else if (command === 'look') {
        const free = mutex(first).tryLock();
        if (free) mutex(first).unlock();
        say(`${thread?.ended === true ? 'ended' : 'waits'}, account ${first} is ${free ? 'free' : 'locked'}`);
      } else if (command === 'race') race(first);
      else if (command === 'set') new Int32Array(balances)[first] = second;
      else if (command === 'release') {
        if (held >= 0) mutex(held).unlock();
        held = -1;
        const status = thread?.join();
        const all = [1, 2, 3].map((account) => bank.balance(account));
        say(`${status === 0 ? 'done' : 'refused'}, balances ${all.join(' ')}, ${bank.entries} entries`);
      }
    }
  },
);

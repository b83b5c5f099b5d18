/** The commands of the bank. Nothing to do in this file. */
import type { JobQueue } from './job-queue.ts';
import { JOB, task } from './tasks.ts';

const MOST_DAYS = 2000;

/** What it needs of a client. */
interface Asker {
  account: number;
  readonly fd: number;
  readonly generation: number;
}

/** What it needs of the bank. */
interface Accounts {
  readonly entries: number;
  has(account: number): boolean;
  balance(account: number): number;
  transfer(from: number, to: number, amount: number, id: number): string | null;
  entry(index: number): readonly number[] | null;
}

export class Teller {
  readonly #bank: Accounts;
  readonly #jobs: JobQueue;
  readonly #loop: number;

  constructor(bank: Accounts, jobs: JobQueue, loop: number) {
    this.#bank = bank;
    this.#jobs = jobs;
    this.#loop = loop;
  }

  /** Returns the answer to a request, or null when a worker computes it. */
  serve(client: Asker, number: number, text: string): string | null {
    const [command = '', ...words] = text.split(' ');
    if (words.some((word) => !/^-?\d{1,9}$/.test(word))) return 'error a number was expected';
    const [first = 0, second = 0, third = 0] = words.map(Number);
    if (command === 'ping') return 'pong';
    if (command === 'books') return `books ${this.#bank.entries}`;
    if (command === 'entry') return this.#entry(first);
    if (command === 'login') return this.#login(client, first);
    if (client.account === 0) return 'error login first';
    if (command === 'balance') return `balance ${this.#bank.balance(client.account)}`;
    if (command === 'transfer') {
      const refusal = this.#bank.transfer(client.account, first, second, third);
      return refusal === null ? `done ${third}` : `error ${refusal}`;
    }
    if (command === 'interest') return this.#interest(client, number, first);
    return 'error unknown command';
  }

  #login(client: Asker, account: number): string {
    if (!this.#bank.has(account)) return 'error no such account';
    client.account = account;
    return `account ${account}`;
  }

  #entry(index: number): string {
    const entry = this.#bank.entry(index);
    return entry === null ? 'error no such entry' : `entry ${entry.join(' ')}`;
  }

  #interest({ account, fd, generation }: Asker, number: number, days: number): string | null {
    if (days < 1 || days > MOST_DAYS) return `error from 1 to ${MOST_DAYS} days`;
    const text = `${this.#bank.balance(account)} ${days}`;
    const taken = this.#jobs.offer(task(JOB, { from: this.#loop, fd, generation, number, text }));
    return taken ? null : 'error busy';
  }
}

/** The commands of the bank. Nothing to do in this file. */

const MOST_DAYS = 2000;

/** A request that takes long: the text of a job for `compute`. */
export interface Work {
  readonly job: string;
}

/** What it needs of a client. */
interface Asker {
  account: number;
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

  constructor(bank: Accounts) {
    this.#bank = bank;
  }

  /** Returns the answer to a request, or the work that it takes. */
  serve(client: Asker, text: string): string | Work {
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
    if (command === 'interest') return this.#interest(client, first);
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

  #interest({ account }: Asker, days: number): string | Work {
    if (days < 1 || days > MOST_DAYS) return `error from 1 to ${MOST_DAYS} days`;
    return { job: `${this.#bank.balance(account)} ${days}` };
  }
}

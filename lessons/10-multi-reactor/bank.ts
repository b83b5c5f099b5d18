/** Accounts and books in shared memory. Every thread may call it. */
import { todo } from '#program';
import { Mutex } from '#sys';

export interface BankShare {
  readonly balances: SharedArrayBuffer;
  readonly books: SharedArrayBuffer;
  /** One for each account, and at index 0 that of the books. */
  readonly mutexes: readonly SharedArrayBuffer[];
}

const OPENING = 1000;
/** Words of an entry in the books: from, to, amount, id. Word 0 of the books is the number of entries. */
const ENTRY = 4;

export class Bank {
  readonly #share: BankShare;
  readonly #balances: Int32Array;
  readonly #books: Int32Array;
  readonly #mutexes: readonly Mutex[];

  private constructor(share: BankShare) {
    this.#share = share;
    this.#balances = new Int32Array(share.balances);
    this.#books = new Int32Array(share.books);
    this.#mutexes = share.mutexes.map((mutex) => Mutex.from(mutex));
  }

  /** A bank with accounts from 1 to `accounts`, with 1000 in each, and room for so many entries in its books. */
  static create(accounts: number, entries: number): Bank {
    const balances = new SharedArrayBuffer(4 * (accounts + 1));
    new Int32Array(balances).fill(OPENING, 1);
    const books = new SharedArrayBuffer(4 * (1 + ENTRY * entries));
    const mutexes = Array.from({ length: accounts + 1 }, () => Mutex.create().share());
    return new Bank({ balances, books, mutexes });
  }

  static from(share: BankShare): Bank {
    return new Bank(share);
  }

  share(): BankShare {
    return this.#share;
  }

  has(account: number): boolean {
    return account > 0 && account < this.#balances.length;
  }

  #mutex(index: number): Mutex {
    return this.#mutexes[index] as Mutex;
  }

  balance(account: number): number {
    return this.#mutex(account).with(() => this.#balances[account] as number);
  }

  /** Moves an amount. Returns null when it is done and in the books, otherwise why it was refused. */
  transfer(from: number, to: number, amount: number, id: number): string | null {
    if (!this.has(to)) return 'no such account';
    //#region 10.6
    // TODO 10.6: move the amount and record it, with both accounts locked from the check to the end.
    //   - refuse 'nothing to transfer' (0, less, or to itself) and 'not enough'
    //   - two transfers in opposite directions must not wait for each other: lock the lower number first
    //   - `#record` returns false when the books are full: refuse 'the books are full', and move nothing
    todo('10.6', 'move the amount and record it, with both accounts locked from the check to the end');
    //#endregion
  }

  /** Adds an entry to the books; false when they are full. */
  #record(from: number, to: number, amount: number, id: number): boolean {
    //#region 10.6
    // TODO 10.6: write the entry behind the last one, and count it in word 0, under the mutex of the books.
    todo('10.6', 'write the entry behind the last one, and count it in word 0, under the mutex of the books');
    //#endregion
  }

  /** The number of entries in the books. */
  get entries(): number {
    return this.#mutex(0).with(() => this.#books[0] as number);
  }

  /** From, to, amount and id of an entry, counted from 0; null when there is none. */
  entry(index: number): readonly number[] | null {
    if (index < 0 || index >= this.entries) return null;
    return [...this.#books.subarray(1 + ENTRY * index, 1 + ENTRY * (index + 1))];
  }
}

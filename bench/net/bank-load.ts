/** Transfers between the accounts of the bank of lesson 10, by connections that each have one request under way. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const CONNECTIONS = 50;
const ACCOUNTS = 100;

export interface Books {
  readonly seconds: number;
  /** Of all accounts. */
  readonly sum: number;
  readonly entries: number;
}

/** A frame: four bytes of length, then text. */
function frame(text: string): Buffer {
  const bytes = Buffer.alloc(4 + text.length);
  bytes.writeUInt32BE(text.length);
  bytes.write(text, 4, 'latin1');
  return bytes;
}

class Customer {
  readonly #socket: Socket;
  #input = Buffer.alloc(0);
  #answered: ((text: string) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket.setNoDelay().on('data', (data) => this.#received(data));
  }

  static async enter(port: number, account: number): Promise<Customer> {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    const customer = new Customer(socket);
    await customer.ask(`login ${account}`);
    return customer;
  }

  ask(text: string): Promise<string> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#socket.write(frame(text));
    });
  }

  leave(): void {
    this.#socket.destroy();
  }

  #received(data: Buffer): void {
    this.#input = Buffer.concat([this.#input, data]);
    const length = this.#input.length < 4 ? Number.NaN : this.#input.readUInt32BE();
    if (!(this.#input.length >= 4 + length)) return;
    const text = this.#input.toString('latin1', 4, 4 + length);
    this.#input = this.#input.subarray(4 + length);
    this.#answered?.(text);
  }
}

/** Makes `count` transfers of 1, and returns what the books say. */
export async function transfers(port: number, count: number): Promise<Books> {
  const customers = await Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => Customer.enter(port, 1 + i)));
  let next = 0;
  const began = performance.now();
  // Each account gives to the others in turn, and gets about as much as it gives.
  await Promise.all(
    customers.map(async (customer, i) => {
      while (next < count) {
        const id = ++next;
        const to = (i + 1 + (id % (CONNECTIONS - 1))) % CONNECTIONS;
        const answer = await customer.ask(`transfer ${1 + to} 1 ${id}`);
        if (answer !== `done ${id}`) throw new Error(`transfer ${id}: ${answer}`);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  for (const customer of customers) customer.leave();
  let sum = 0;
  const auditor = await Customer.enter(port, 1);
  for (let account = 1; account <= ACCOUNTS; account++) {
    await auditor.ask(`login ${account}`);
    sum += Number((await auditor.ask('balance')).slice('balance '.length));
  }
  const entries = Number((await auditor.ask('books')).slice('books '.length));
  auditor.leave();
  return { seconds, sum, entries };
}

import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ORDER = 'neither statement uses what the other one changes';
const EMPTY = 'a send of no bytes changes nothing';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'ring.ts',
    line: 'this.#words[HEAD] = (head + 1) % this.capacity;',
    change: 'this.#words[HEAD] = (head + 1) % this.capacity; ↔ this.#words[COUNT] = this.count - 1;',
    why: ORDER,
  },
  {
    file: 'loop-thread.ts',
    line: 'channel.remove();',
    change: 'without: channel.remove();',
    why: 'the list of a loop ends with the loop',
  },
  {
    file: 'owner.ts',
    line: 'this.#clients.set(fd, client);',
    change: 'this.#clients.set(fd, client); ↔ connection.onClose = () => { this.#clients.delete(fd); th…',
    why: ORDER,
  },
  {
    file: 'owner.ts',
    line: 'this.#finishing = true;',
    change: 'this.#finishing = true; ↔ this.#loop.runAfter(grace, () => { for (const { connection } of …',
    why: ORDER,
  },
  {
    file: 'client.ts',
    line: 'this.#answers[number - this.#oldest] = text;',
    change: 'this.#answers[number - this.#oldest] = text; ↔ this.connection.lastActive = performance.no…',
    why: ORDER,
  },
  {
    file: 'client.ts',
    line: 'this.connection.lastActive = performance.now();',
    change: 'this.connection.lastActive = performance.now(); ↔ this.#send();',
    why: ORDER,
  },
  {
    file: 'client.ts',
    line: 'if (ready.length === 0) return;',
    change: 'without: if (ready.length === 0) return;',
    why: EMPTY,
  },
  {
    file: 'client.ts',
    line: 'if (ready.length === 0) return;',
    change: 'ready.length === 0 → false',
    why: EMPTY,
  },
  {
    file: 'client.ts',
    line: 'if (ready.length === 0) return;',
    change: 'without: return;',
    why: EMPTY,
  },
  {
    file: 'client.ts',
    line: 'this.#oldest += ready.length;',
    change: 'this.#oldest += ready.length; ↔ this.connection.send(framesOf(ready));',
    why: ORDER,
  },
  {
    file: 'bank.ts',
    line: 'this.#balances[from] = has - amount;',
    change: 'this.#balances[from] = has - amount; ↔ this.#balances[to] = had + amount;',
    why: ORDER,
  },
  {
    file: 'bank.ts',
    line: 'this.#books.set([from, to, amount, id], at);',
    change: 'this.#books.set([from, to, amount, id], at); ↔ this.#books[0] = (this.#books[0] as number)…',
    why: ORDER,
  },
  {
    file: 'server.ts',
    line: 'this.#stopping = true;',
    change: 'this.#stopping = true; ↔ this.#loop.queueInLoop(() => this.#stop());',
    why: ORDER,
  },
  {
    file: 'server.ts',
    line: 'this.#acceptor?.close();',
    change: 'this.#acceptor?.close(); ↔ this.#jobs.stop();',
    why: ORDER,
  },
  {
    file: 'server.ts',
    line: 'this.#pool.join();',
    change: 'this.#pool.join(); ↔ this.#loop.quit();',
    why: 'quit ends the loop after this task',
  },
  {
    file: 'server.ts',
    line: 'this.#pool.join();',
    change: 'without: this.#pool.join();',
    why: 'the process ends with its last thread, and a join has no other use here',
  },
];

export default same;

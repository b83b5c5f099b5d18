/** The owner of a loop's connections: no other thread touches them. */

import { log, show } from '#program';
import { Connection, type EventLoop } from '#reactor';
import { AF_INET, close, type Fd, INADDR_LOOPBACK, IPPROTO_TCP, isSystemError, setsockopt, TCP_NODELAY } from '#sys';
import { Bank } from './bank.ts';
import { Client } from './client.ts';
import { JobQueue } from './job-queue.ts';
import type { LoopData } from './loop-thread.ts';
import { ADOPT, ANSWER, FINISH, QUIT, type Task } from './tasks.ts';
import { Teller } from './teller.ts';

export class Owner {
  readonly #loop: EventLoop;
  readonly #index: number;
  /** What all its clients use. */
  readonly #shared: { readonly teller: Teller; readonly jobs: JobQueue; readonly loop: number };
  /** The clients of this loop, by descriptor. */
  readonly #clients = new Map<Fd, Client>();
  #generation = 0;
  #finishing = false;

  constructor(loop: EventLoop, { index, bank, jobs, idle }: LoopData) {
    this.#loop = loop;
    this.#index = index;
    this.#shared = { teller: new Teller(Bank.from(bank)), jobs: JobQueue.from(jobs), loop: index };
    if (idle > 0) loop.runEvery(idle / 4, () => this.#closeIdle(idle));
  }

  handle(task: Task): void {
    if (task.kind === ADOPT) this.#adopt(task.fd, task.number);
    else if (task.kind === ANSWER) this.#answered(task);
    else if (task.kind === FINISH) this.#finish(task.number);
    else if (task.kind === QUIT) this.#loop.quit();
  }

  /** A connection of this loop from now on. If the loop cannot watch it, only this connection is lost. */
  #adopt(fd: Fd, port: number): void {
    try {
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, true); // answers are small and go out at once
      //#region 10.3
      // TODO 10.3: make a Connection and a Client for it, and keep the client in #clients.
      //   - new Connection(loop, { fd, peer }, onMessage): onMessage calls client.receive(input)
      //   - the client gets #shared, fd, and the next #generation
      //   - onClose: forget the client, here, in the thread that owns it, and call #ended
      const peer = { family: AF_INET, address: INADDR_LOOPBACK, port } as const;
      const connection = new Connection(this.#loop, { fd, peer }, (_, input) => client.receive(input));
      const client = new Client(connection, { ...this.#shared, fd, generation: ++this.#generation });
      this.#clients.set(fd, client);
      connection.onClose = () => {
        this.#clients.delete(fd);
        this.#ended();
      };
      //#endregion
    } catch (error) {
      if (!isSystemError(error)) throw error;
      log(`loop ${this.#index} lost a client: ${error.message}`);
      close(fd);
    }
  }

  /** A worker has computed the answer to a request. */
  #answered({ fd, generation, number, text }: Task): void {
    //#region 10.4
    // TODO 10.4: give the answer to the client that asked.
    //   - it may have gone, and another connection may have its descriptor: compare the generation
    const client = this.#clients.get(fd);
    if (client?.generation === generation) client.answer(number, text);
    //#endregion
  }

  /** Closes connections that have been silent for `idle` milliseconds. */
  #closeIdle(idle: number): void {
    //#region 10.5
    // TODO 10.5: close and log each connection whose lastActive is `idle` ms ago or more.
    //   - a client that waits for an answer (client.waiting) is not idle
    //   - iterate over a copy: a connection that closes leaves #clients
    const since = performance.now() - idle;
    for (const { connection, waiting } of [...this.#clients.values()]) {
      if (waiting || connection.lastActive > since) continue;
      log(`loop ${this.#index} closes ${show(connection.peer)}: silent for ${idle} ms`);
      connection.close();
    }
    //#endregion
  }

  /** The last answers have come: sends what is pending, and ends the loop within `grace` milliseconds. */
  #finish(grace: number): void {
    //#region 10.7
    // TODO 10.7: `finish` every connection, and close those that are left after `grace` ms.
    //   - #finishing, and #ended now and whenever a connection ends: the last one ends the loop
    this.#finishing = true;
    this.#loop.runAfter(grace, () => {
      for (const { connection } of [...this.#clients.values()]) connection.close();
    });
    for (const { connection } of [...this.#clients.values()]) connection.finish();
    this.#ended();
    //#endregion
  }

  #ended(): void {
    //#region 10.7 silent
    // TODO 10.7: quit the loop when it is finishing and has no client.
    if (this.#finishing && this.#clients.size === 0) this.#loop.quit();
    //#endregion
  }
}

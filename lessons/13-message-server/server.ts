/** The message server: it accepts, keeps the clients by their slots, and stops in order. */
import { listenOn, log, program, ready, show, todo } from '#program';
import { sayGoodbye } from '#program/goodbye.ts';
import { Acceptor, Channel, EventLoop } from '#reactor';
import {
  _exit,
  type Accepted,
  close,
  type Fd,
  IPPROTO_TCP,
  MSG_NOSIGNAL,
  SIG_IGN,
  SIGINT,
  SIGPIPE,
  SIGTERM,
  SO_SNDBUF,
  SOL_SOCKET,
  send,
  setsockopt,
  sigaction,
  signal,
  TCP_NODELAY,
} from '#sys';
import { Client } from './client.ts';
import { encode } from './codec.ts';
import { BUSY, WORK } from './codes.ts';
import { Dispatcher } from './dispatcher.ts';
import { Heartbeat } from './heartbeat.ts';
import type { Message } from './message-queue.ts';
import { Recycler } from './recycler.ts';
import type { Gone, Limits, Serving } from './serving.ts';
import { SlotPool, type Ticket } from './slot-pool.ts';
import { Workers, type WorkersOptions } from './workers.ts';

interface ServerOptions extends WorkersOptions {
  readonly slots: number;
  readonly packets: number;
  readonly bytes: number;
  readonly buffer: number;
  readonly interval: number;
  readonly margin: number;
  readonly rest: number;
  readonly grace: number;
}

class MessageServer implements Serving {
  readonly loop = new EventLoop();
  readonly pool: SlotPool;
  readonly dispatcher = new Dispatcher();
  readonly limits: Limits;
  readonly #options: ServerOptions;
  readonly #clients: (Client | undefined)[] = [];
  readonly #heartbeat: Heartbeat;
  readonly #recycler: Recycler;
  readonly #workers: Workers;
  readonly #acceptor: Acceptor;
  #connected = 0;
  #dropped = 0;
  #stopping = false;

  constructor(listener: Fd, options: ServerOptions) {
    const { slots, packets, bytes, interval, margin, rest } = options;
    this.#options = options;
    this.limits = { packets, bytes };
    this.pool = SlotPool.create(slots);
    this.#heartbeat = new Heartbeat(this, interval, margin);
    this.#recycler = new Recycler(this.loop, this.pool, rest);
    this.#workers = new Workers(this.loop, this.pool, options, (answer) => this.#answered(answer));
    this.#acceptor = new Acceptor(this.loop, listener, (accepted) => this.#accepted(accepted));
  }

  #accepted(accepted: Accepted): void {
    const { fd } = accepted;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, true); // answers are small and go out at once
    if (this.#options.buffer > 0) setsockopt(fd, SOL_SOCKET, SO_SNDBUF, this.#options.buffer);
    const ticket = this.pool.take(fd);
    if (ticket === null) {
      this.#refuse(accepted);
      return;
    }
    this.#clients[ticket.slot] = this.#clientFor(accepted, ticket);
    this.#connected++;
    //#region 13.7 silent
    // TODO 13.7: the time of a client begins when it connects: it may never send a packet.
    //#endregion
  }

  /** If the loop cannot watch it, its slot is free again, and the acceptor closes the descriptor. */
  #clientFor(accepted: Accepted, ticket: Ticket): Client {
    try {
      return new Client(this, accepted, ticket);
    } catch (error) {
      if (this.pool.retire(ticket)) this.pool.recycle(ticket.slot);
      throw error;
    }
  }

  /** No slot is free. */
  #refuse({ fd, peer }: Accepted): void {
    log(`refuses ${show(peer)}: no free slot`);
    //#region 13.3
    // TODO 13.3: send BUSY with the text "no free slot", and end the connection.
    //   - sayGoodbye waits for the client's FIN: a close with unread bytes would destroy what was sent
    todo('13.3', 'send BUSY with the text "no free slot", and end the connection');
    //#endregion
  }

  give(ticket: Ticket, body: Buffer): boolean {
    return this.#workers.give(ticket, body);
  }

  alive(ticket: Ticket): void {
    this.#heartbeat.alive(ticket);
  }

  look({ slot }: Ticket): void {
    this.#clients[slot]?.receive();
  }

  silent({ slot }: Ticket): void {
    this.#clients[slot]?.close('has been silent for too long');
  }

  /** A worker has done a job. */
  #answered({ slot, sequence, body }: Message): void {
    //#region 13.5
    // TODO 13.5: send the answer to the client that asked.
    //   - it may have gone meanwhile, and another one may have its slot, and its descriptor: isCurrent
    todo('13.5', 'send the answer to the client that asked');
    //#endregion
  }

  gone({ ticket: { slot }, dropped }: Gone): void {
    this.#clients[slot] = undefined;
    this.#connected--;
    this.#dropped += dropped;
    this.#recycler.rest(slot);
    this.#acceptor.resume();
    this.#stopped();
  }

  /** Runs in the signal handler. The second signal does not wait: the main thread may be in a join. */
  signalled(): void {
    if (this.#stopping) _exit(1);
    this.#stopping = true;
    this.loop.queueInLoop(() => this.#stop());
  }

  /** Nobody new; then the jobs that are left; then their answers and all else that waits, within `grace` milliseconds. */
  #stop(): void {
    const { resting } = this.#recycler;
    log(`stopping: ${this.#connected} clients, ${resting} slots rest, ${this.dispatcher.unknown} messages unknown`);
    //#region 13.8
    // TODO 13.8: close the acceptor and the workers, `finish` all clients, close those that are left after `grace` ms.
    //   - #stopped at the end: there may be no client
    todo('13.8', 'close the acceptor and the workers, `finish` all clients, close those that are left after `grace` ms');
    //#endregion
  }

  #each(act: (client: Client) => void): void {
    for (const client of [...this.#clients]) if (client !== undefined) act(client);
  }

  #stopped(): void {
    //#region 13.8 silent
    // TODO 13.8: quit the loop when the server is stopping and has no client.
    //   - slots that rest need no patience: their memory ends with the process
    //#endregion
  }

  run(): void {
    this.loop.run();
    log(`stopped: ${this.#dropped} packets had a wrong CRC`);
  }
}

program(
  import.meta.url,
  {
    about: 'A message server: packets with a CRC32, workers, a heartbeat.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      slots: { default: 1024, about: 'connections at a time' },
      workers: { default: 2, about: 'threads that do jobs' },
      jobs: { default: 64, about: 'jobs that may wait for a worker' },
      packets: { default: 400, about: 'packets that may wait for a client that does not read' },
      bytes: { default: 1 << 20, about: 'bytes that may wait for it' },
      buffer: { default: 0, about: "send buffer of a connection in bytes; 0: the kernel's choice" },
      interval: { default: 20_000, about: 'milliseconds between two pings of a client; 0: no heartbeat' },
      margin: { default: 10_000, about: 'milliseconds of patience beyond two intervals' },
      rest: { default: 1000, about: 'milliseconds that a slot rests before its next owner' },
      grace: { default: 5000, about: 'milliseconds that a stop waits for clients that do not read' },
      gates: { default: false, about: 'work GATE waits until "open GATE" comes on standard input' },
    },
  },
  ({ port, ...options }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const server = new MessageServer(listener, options);
    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: () => server.signalled() });
    ready(listener);
    server.run();
  },
);

/** The echo server as a proactor: it starts operations on one ring, and acts when the kernel has completed them. */
import { listenOn, log, nothingLeft, program, ready, todo } from '#program';
import {
  close,
  ECANCELED,
  type Fd,
  IORING_ACCEPT_MULTISHOT,
  IORING_ASYNC_CANCEL_ALL,
  IORING_ASYNC_CANCEL_ANY,
  IORING_CQE_F_MORE,
  IORING_OP_ACCEPT,
  IORING_OP_ASYNC_CANCEL,
  IORING_SETUP_CQSIZE,
  IORING_SETUP_DEFER_TASKRUN,
  IORING_SETUP_SINGLE_ISSUER,
  IPPROTO_TCP,
  SOCK_CLOEXEC,
  SystemError,
  setsockopt,
  TCP_NODELAY,
} from '#sys';
import { Buffers } from './buffers.ts';
import { Client, type Server } from './client.ts';
import { Ring } from './ring.ts';
import { ACCEPT, CANCEL, GRACE, RECEIVE, RETRY, SEND, STOP, TICK } from './tags.ts';
import { Timer } from './timer.ts';
import { Wake } from './wake.ts';

const ENTRIES = 2048;
/** Only this thread submits, and completions are made during its `submit` and at no other time. Linux 6.1. */
const FLAGS = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE;
const COMPLETIONS = 8192;
/** Pause after EMFILE and the like; a client that leaves ends it at once. */
const RETRY_MS = 500;
/** At a stop a client has so long to end its direction after ours, or up to twice as long. */
const LINGER_MS = 1000;

/** Owns the listener. */
export class Proactor implements Server {
  readonly ring = new Ring(ENTRIES, { flags: FLAGS, cqEntries: COMPLETIONS });
  readonly buffers: Buffers;
  readonly #listener: Fd;
  readonly #clients = new Map<Fd, Client>();
  /** Clients that wait for buffers, the one that has waited longest first. */
  readonly #hungry: Client[] = [];
  #accepting = false;
  /** No descriptor is left: accepting waits for the timer, or for a client that leaves. */
  #paused = false;
  readonly #retry = new Timer(this.ring, RETRY);
  readonly #wake = new Wake(this.ring, STOP);
  readonly #tick = new Timer(this.ring, TICK);
  readonly #grace = new Timer(this.ring, GRACE);
  readonly #graceMs: number;
  #stopping = false;
  /** Clients that lingered at the last tick. */
  #lingering: readonly Client[] = [];

  constructor(listener: Fd, buffers: number, graceMs: number) {
    this.#listener = listener;
    this.#graceMs = graceMs;
    this.buffers = new Buffers(this.ring.fd, buffers);
  }

  /** Serves until nothing is under way, which is after a stop. */
  run(): void {
    this.#accept();
    this.#wake.arm();
    while (this.ring.underWay > 0) {
      this.ring.submit(1);
      this.ring.take(this.#done);
      this.#feed();
    }
    log(`stopped, with ${this.#clients.size} connections`);
    this.#wake.close();
    this.ring.close();
  }

  readonly #done = (tag: number, fd: Fd, res: number, flags: number): void => {
    if (tag === RECEIVE) this.#clients.get(fd)?.received(res, flags);
    else if (tag === SEND) this.#clients.get(fd)?.sent(res);
    else if (tag === ACCEPT) this.#accepted(res, flags);
    else if (tag === RETRY) this.#resume();
    else if (res === -ECANCELED) return;
    else if (tag === STOP) this.#stop();
    else if (tag === TICK) this.#cutLingering();
    else if (tag === GRACE) this.#cutAll();
  };

  /** Starts an accept that goes on by itself. */
  #accept(): void {
    //#region 15.6
    // TODO 15.6: prepare a multishot accept; its connections are close-on-exec (opFlags).
    //   - it is under way (#accepting) until a completion without IORING_CQE_F_MORE
    //   man: io_uring_enter(2) "IORING_OP_ACCEPT"
    todo('15.6', 'prepare a multishot accept');
    //#endregion
  }

  #accepted(res: number, flags: number): void {
    //#region 15.6
    // TODO 15.6: `res` is a connection (#begin), or the error that ended the accept.
    //   - EMFILE and the like (nothingLeft(new SystemError('accept', -res))): #pause
    //   - after any other end accept again, unless it was cancelled
    todo('15.6', '`res` is a connection (#begin), or the error that ended the accept');
    //#endregion
    //#region 15.7 silent
    // TODO 15.7: close the listener when the server is #stopping and its accept has ended.
    //#endregion
  }

  #begin(fd: Fd): void {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, true);
    const client = new Client(this, fd);
    this.#clients.set(fd, client);
    if (!this.#stopping) return;
    client.leave();
    // Where nobody was left the tick has been cancelled, or was not started again.
    if (this.#clients.size === 1) this.#tick.start(LINGER_MS);
  }

  /** The next accept would fail at once, whether a connection waits or not. */
  #pause(res: number): void {
    //#region 15.6
    // TODO 15.6: log it, and accept again (#resume) when the timer has run for RETRY_MS.
    todo('15.6', 'log it, and accept again (#resume) when the timer has run for RETRY_MS');
    //#endregion
  }

  #resume(): void {
    if (!this.#paused || this.#stopping) return;
    this.#paused = false;
    this.#accept();
  }

  /** Whether there are buffers for another receive of this client. If not, it is `fed` later. */
  feeds(client: Client): boolean {
    //#region 15.6
    // TODO 15.6: true when buffers are free, or when there were more to give (buffers.grow).
    //   - otherwise the client waits in #hungry: receiving again at once would fail again at once
    todo('15.6', 'true when buffers are free, or when there were more to give (buffers.grow)');
    //#endregion
  }

  /** Buffers have come back: as many clients go on. */
  #feed(): void {
    for (let i = this.buffers.free; i > 0 && this.#hungry.length > 0; i--) this.#hungry.shift()?.fed();
  }

  left(client: Client): void {
    this.#clients.delete(client.fd);
    this.#resume();
    this.#endAtLast();
  }

  /** SIGTERM or SIGINT: accepts nobody else, sends what is owed, and ends. The second time it does not wait. */
  #stop(): void {
    this.#wake.arm();
    //#region 15.7
    // TODO 15.7: the first time, let all clients leave, and start the tick (LINGER_MS) and the grace.
    //   - the accept is under way and holds the listener: a close alone would not end it, so cancel it;
    //     a #paused one has ended, and only the listener is left to close
    //   - a second time: #cutAll
    todo('15.7', 'the first time, let all clients leave, and start the tick (LINGER_MS) and the grace');
    //#endregion
  }

  /** Cuts off the clients that have lingered since the last tick. When nobody is left, a new tick would keep the server for ever. */
  #cutLingering(): void {
    for (const client of this.#lingering) client.cut();
    this.#lingering = [...this.#clients.values()].filter(({ lingers }) => lingers);
    if (this.#clients.size > 0) this.#tick.start(LINGER_MS);
  }

  #cutAll(): void {
    for (const client of [...this.#clients.values()]) client.cut();
  }

  /** When the last client has left, the timers and the read of the signals are cancelled: then nothing is under way. */
  #endAtLast(): void {
    //#region 15.7
    // TODO 15.7: when the server is #stopping and has no clients, cancel all that is under way.
    //   man: io_uring_enter(2) "IORING_ASYNC_CANCEL_ANY"
    todo('15.7', 'when the server is #stopping and has no clients, cancel all that is under way');
    //#endregion
  }
}

program(
  import.meta.url,
  {
    about: 'Echo server on one io_uring.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      buffers: { default: 32_768, about: 'receive buffers of 2 KiB that there are at most' },
      grace: { default: 5000, about: 'milliseconds that a stop waits for clients that do not read' },
    },
  },
  ({ port, buffers, grace }) => {
    const listener = listenOn(port);
    const server = new Proactor(listener, buffers, grace);
    ready(listener);
    server.run();
  },
);

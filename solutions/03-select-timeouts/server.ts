/** The echo server in one process, on select: it waits for all its clients and for the clock at once. */
import { goneBefore, listenOn, log, nothingLeft, program, ready, show } from '#program';
import {
  accept4,
  close,
  FD_SETSIZE,
  type Fd,
  FdSet,
  isSystemError,
  read,
  SIG_IGN,
  SIGINT,
  SIGPIPE,
  SIGTERM,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  type SocketAddress,
  select,
  setNonblocking,
  sigaction,
  signal,
  type Timeval,
  write,
} from '#sys';

/** One connection. While it has pending bytes the server does not read from it: its memory stays bounded. */
interface Client {
  readonly fd: Fd;
  readonly peer: SocketAddress;
  /** Echo that the kernel has not taken yet. */
  pending: Buffer;
}

const EMPTY = Buffer.alloc(0);
/** Pause in accepting after EMFILE and the like: the listener would be readable all the time. */
const RETRY_MS = 1000;

export class SelectServer {
  readonly #listener: Fd;
  readonly #clients = new Map<Fd, Client>();
  readonly #buffer = Buffer.alloc(65_536);
  readonly #tickMs: number;
  #nextTick: number;
  /** End of the pause in accepting; 0 when there is none. A client that leaves ends the pause. */
  #fullUntil = 0;
  #stopping = false;

  constructor(listener: Fd, tickMs: number) {
    this.#listener = listener;
    this.#tickMs = tickMs;
    this.#nextTick = tickMs === 0 ? Number.POSITIVE_INFINITY : performance.now() + tickMs;
    setNonblocking(listener, true);
  }

  stop(): void {
    this.#stopping = true;
  }

  /** Serves until `stop` is called. */
  run(): void {
    while (!this.#stopping) {
      const { readable, writable } = this.#wait();
      for (const client of [...this.#clients.values()]) {
        if (writable.has(client.fd)) this.#serve(client, () => this.#send(client, client.pending));
        else if (readable.has(client.fd)) this.#serve(client, () => this.#receive(client));
      }
      if (readable.has(this.#listener)) this.#acceptAll();
      if (performance.now() >= this.#nextTick) this.#tick();
    }
    log('stopping');
    for (const client of [...this.#clients.values()]) this.#drop(client);
    close(this.#listener);
  }

  /** Waits for a ready descriptor or the next tick. Empty sets when the time is up or a signal came. */
  #wait(): { readable: FdSet; writable: FdSet } {
    const readable = new FdSet();
    const writable = new FdSet();
    //#region 03.3
    // TODO 03.3: put the listener and every client into `readable`.
    //   - every time: select leaves only the ready descriptors in a set
    //   - the listener only from #fullUntil on
    //   - keep the highest descriptor for nfds
    //   man: select(2)
    let highest = this.#listener;
    if (performance.now() >= this.#fullUntil) readable.add(this.#listener);
    for (const { fd } of this.#clients.values()) {
      readable.add(fd);
      highest = Math.max(highest, fd);
    }
    //#endregion
    //#region 03.4 silent
    // TODO 03.4: move every client with pending bytes from `readable` to `writable`.
    //   - while we read from a client that does not read, its pending bytes grow without a limit
    //   man: select(2)
    for (const { fd, pending } of this.#clients.values()) {
      if (pending.length === 0) continue;
      writable.add(fd);
      readable.delete(fd);
    }
    //#endregion
    //#region 03.3
    // TODO 03.3: call select with both sets and this.#patience(), and return the sets.
    //   - nfds is the highest descriptor + 1
    //   - after EINTR select has not written the sets: return empty ones
    //   man: select(2)
    try {
      select(highest + 1, readable, writable, null, this.#patience());
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
      readable.clear();
      writable.clear();
    }
    return { readable, writable };
    //#endregion
  }

  /** The time to wait at most: until the next tick, however much the clients send. null: for ever. */
  #patience(): Timeval | null {
    //#region 03.5 silent
    // TODO 03.5: return the time from now until #nextTick as a timeval.
    //   - until #fullUntil, if that is still to come and is earlier
    //   - select writes into the timeval: make a new one each time, and never a negative one
    //   - null when #nextTick is infinite and no pause is left
    //   man: select(2)
    const now = performance.now();
    const next = this.#fullUntil > now ? Math.min(this.#nextTick, this.#fullUntil) : this.#nextTick;
    if (next !== Number.POSITIVE_INFINITY) {
      const ms = Math.max(0, Math.ceil(next - now));
      return { seconds: Math.floor(ms / 1000), microseconds: (ms % 1000) * 1000 };
    }
    //#endregion
    return null;
  }

  #tick(): void {
    log(`tick, ${this.#clients.size} clients`);
    this.#nextTick = Math.max(this.#nextTick + this.#tickMs, performance.now());
  }

  #acceptAll(): void {
    for (;;) {
      try {
        const accepted = accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted === null) return;
        //#region 03.4 silent
        // TODO 03.4: refuse a descriptor of FD_SETSIZE or more: it does not fit into an fd_set.
        //   - log it, close it, and go on with the next connection
        //   man: select(2) "BUGS"
        if (accepted.fd >= FD_SETSIZE) {
          log(`refused ${show(accepted.peer)}: fd ${accepted.fd} does not fit into an fd_set`);
          close(accepted.fd);
          continue;
        }
        //#endregion
        this.#clients.set(accepted.fd, { ...accepted, pending: EMPTY });
      } catch (error) {
        if (goneBefore(error)) continue;
        if (!nothingLeft(error)) throw error;
        log(`no descriptors left, with ${this.#clients.size} clients`);
        this.#fullUntil = performance.now() + RETRY_MS;
        return;
      }
    }
  }

  /** Serves one client. An error drops this client only. */
  #serve(client: Client, act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      log(`lost ${show(client.peer)}: ${error.message}`);
      this.#drop(client);
    }
  }

  #receive(client: Client): void {
    //#region 03.3
    // TODO 03.3: read once and send the bytes back.
    //   - null: nothing to read after all. 0: the client has ended its direction, drop it
    //   man: read(2)
    const n = read(client.fd, this.#buffer);
    if (n === null) return;
    if (n === 0) this.#drop(client);
    else this.#send(client, this.#buffer.subarray(0, n));
    //#endregion
  }

  /** Writes as much of `bytes` as the kernel takes now. */
  #send(client: Client, bytes: Uint8Array): void {
    const taken = write(client.fd, bytes) ?? 0;
    //#region 03.4 silent
    // TODO 03.4: keep the rest in client.pending, empty when the kernel took all bytes.
    //   - keep a copy: the buffer is used again for other clients
    //   man: write(2)
    client.pending = taken < bytes.length ? Buffer.from(bytes.subarray(taken)) : EMPTY;
    //#endregion
  }

  #drop(client: Client): void {
    this.#clients.delete(client.fd);
    close(client.fd);
    this.#fullUntil = 0;
  }
}

program(
  import.meta.url,
  {
    about: 'Echo server, one process for all clients, on select.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      tick: { default: 0, about: 'milliseconds between two log lines with the number of clients; 0 for none' },
    },
  },
  ({ port, tick }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const server = new SelectServer(listener, tick);
    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: () => server.stop() });
    ready(listener);
    server.run();
  },
);

/** The level-triggered echo server: epoll reports a descriptor as long as it is ready. */
import { goneBefore, listenOn, log, nothingLeft, program, ready, show } from '#program';
import {
  accept4,
  close,
  EPOLLIN,
  EPOLLOUT,
  type Fd,
  isSystemError,
  read,
  SIG_IGN,
  SIGINT,
  SIGPIPE,
  SIGTERM,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  type SocketAddress,
  setNonblocking,
  sigaction,
  signal,
  write,
} from '#sys';
import { InterestList } from './interest.ts';

/** One connection. Nothing is read from it while bytes are pending, so its memory is bounded. */
interface Client {
  readonly fd: Fd;
  readonly peer: SocketAddress;
  /** Bytes that were read and are not written back yet. */
  pending: Buffer;
}

const EMPTY = Buffer.alloc(0);
/** How long accepting pauses when no descriptors are left. A client that leaves ends the pause at once. */
const RETRY_MS = 1000;

export class LevelServer {
  readonly #listener: Fd;
  readonly #interest = new InterestList();
  readonly #clients = new Map<Fd, Client>();
  readonly #buffer: Buffer;
  /** Accepting pauses: no descriptors are left. */
  #full = false;
  /** When the pause ends. */
  #retryAt = 0;
  #stopping = false;

  constructor(listener: Fd, readSize: number) {
    this.#listener = listener;
    this.#buffer = Buffer.alloc(readSize);
    setNonblocking(listener, true);
    this.#interest.watch(listener, EPOLLIN);
  }

  stop(): void {
    this.#stopping = true;
  }

  /** Serves until `stop` is called. */
  run(): void {
    while (!this.#stopping) {
      const ready = this.#interest.wait(this.#full ? Math.ceil(Math.max(0, this.#retryAt - performance.now())) : -1);
      for (const { fd, events } of ready) {
        const client = this.#clients.get(fd);
        if (client !== undefined) this.#serve(client, events);
        else if (fd === this.#listener) this.#acceptAll();
      }
      if (this.#full && performance.now() >= this.#retryAt) this.#acceptAgain();
    }
    log(`stopping after ${this.#interest.wakeups} wake-ups`);
    this.#full = false;
    for (const client of [...this.#clients.values()]) this.#drop(client);
    close(this.#listener);
    this.#interest.close();
  }

  #acceptAll(): void {
    //#region 04.2
    // TODO 04.2: accept all waiting connections, non-blocking, and watch each for EPOLLIN.
    //   - put each into #clients, with nothing pending
    //   - nothingLeft(error), EMFILE and the like: call this.#pause() and return
    //   - goneBefore(error): that client has left, accept the next; throw other errors again
    //   man: accept4(2), epoll(7)
    for (;;) {
      try {
        const accepted = accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted === null) return;
        this.#clients.set(accepted.fd, { ...accepted, pending: EMPTY });
        this.#interest.watch(accepted.fd, EPOLLIN);
      } catch (error) {
        if (goneBefore(error)) continue;
        if (!nothingLeft(error)) throw error;
        this.#pause();
        return;
      }
    }
    //#endregion
  }

  /** No descriptors left: the connection stays in the queue, and epoll would report the listener again and again. */
  #pause(): void {
    if (!this.#full) log(`no descriptors left, with ${this.#clients.size} clients`);
    this.#full = true;
    this.#retryAt = performance.now() + RETRY_MS;
    this.#interest.watch(this.#listener, 0);
  }

  /** Ends the pause: a client has left, or RETRY_MS have passed. */
  #acceptAgain(): void {
    if (!this.#full) return;
    this.#full = false;
    this.#interest.watch(this.#listener, EPOLLIN);
  }

  /** Handles one event of a client. */
  #serve(client: Client, events: number): void {
    try {
      //#region 04.3 silent
      // TODO 04.3: while bytes are pending, do not read: call this.#flush and return.
      if (client.pending.length > 0) {
        this.#flush(client);
        return;
      }
      //#endregion
      //#region 04.2
      // TODO 04.2: read once into #buffer, and send those bytes back (this.#send).
      //   - null: nothing to read just now. 0: the client has ended its direction, drop it
      //   - `events` is not needed: read tells what has happened, after EPOLLERR and EPOLLHUP too
      //   man: read(2)
      void events;
      const n = read(client.fd, this.#buffer);
      if (n === null) return;
      if (n === 0) this.#drop(client);
      else this.#send(client, this.#buffer.subarray(0, n));
      //#endregion
    } catch (error) {
      //#region 04.5
      // TODO 04.5: a failed system call ends this client only: log `lost …` and drop it.
      //   - throw every other error again: it is a mistake in the program
      //   man: read(2) and write(2) "ERRORS", epoll_ctl(2) "EPOLLERR", "EPOLLHUP"
      if (!isSystemError(error)) throw error;
      log(`lost ${show(client.peer)}: ${error.message}`);
      this.#drop(client);
      //#endregion
    }
  }

  /** Writes as much of `bytes` as the kernel takes now. */
  #send(client: Client, bytes: Uint8Array): void {
    //#region 04.2
    // TODO 04.2: write `bytes`. The kernel may take a part of them, or none (null).
    //   man: write(2)
    const taken = write(client.fd, bytes) ?? 0;
    //#endregion
    //#region 04.3 silent
    // TODO 04.3: keep the bytes that were not taken, and watch for EPOLLOUT until they are written.
    //   - client.pending gets a copy: the buffer is used again for the next client
    //   - EPOLLOUT instead of EPOLLIN; EPOLLIN alone again when nothing is pending
    //   man: epoll_ctl(2)
    if (taken < bytes.length) client.pending = Buffer.from(bytes.subarray(taken));
    else client.pending = EMPTY;
    this.#interest.watch(client.fd, client.pending.length > 0 ? EPOLLOUT : EPOLLIN);
    //#endregion
  }

  /** Goes on with the pending bytes: there is room again. */
  #flush(client: Client): void {
    //#region 04.3
    // TODO 04.3: send the pending bytes (this.#send).
    this.#send(client, client.pending);
    //#endregion
  }

  #drop(client: Client): void {
    this.#interest.forget(client.fd);
    this.#clients.delete(client.fd);
    close(client.fd);
    this.#acceptAgain();
  }
}

program(
  import.meta.url,
  {
    about: 'Echo server, one process for all clients, on level-triggered epoll.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      read: { default: 65_536, about: 'bytes to read at most at a time' },
    },
  },
  ({ port, read: readSize }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const server = new LevelServer(listener, Math.max(1, readSize));
    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: () => server.stop() });
    ready(listener);
    server.run();
  },
);

/** The level-triggered echo server: epoll says what is ready, and says it again until it is not. */
import { goneBefore, listenOn, log, nothingLeft, program, ready, show, todo } from '#program';
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

/** One connection. While it has something pending, nothing is read from it: what it costs us stays bounded. */
interface Client {
  readonly fd: Fd;
  readonly peer: SocketAddress;
  /** What was read and the kernel has not taken back yet. */
  pending: Buffer;
}

const EMPTY = Buffer.alloc(0);
/** How long to leave new connections alone when there are no descriptors left, if no client leaves before. */
const RETRY_MS = 1000;

export class LevelServer {
  readonly #listener: Fd;
  readonly #interest = new InterestList();
  readonly #clients = new Map<Fd, Client>();
  readonly #buffer: Buffer;
  #full = false;
  /** When to look again, while it is full. */
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
    // TODO 04.2: accept until there is nobody left (null), each connection non-blocking: accept4. Put each into #clients,
    //   with nothing pending, and watch it for EPOLLIN. When accept4 fails because there is nothingLeft (EMFILE and the
    //   like), call this.#pause() and return; a connection that was goneBefore is none. Throw other errors again.
    //   man: accept4(2), epoll(7)
    todo('04.2', 'accept until there is nobody left (null), each connection non-blocking: accept4');
    //#endregion
  }

  /** No descriptors left: the waiting connection would wake us again and again. It waits in the queue instead. */
  #pause(): void {
    if (!this.#full) log(`no descriptors left, with ${this.#clients.size} clients`);
    this.#full = true;
    this.#retryAt = performance.now() + RETRY_MS;
    this.#interest.watch(this.#listener, 0);
  }

  /** A client has left, or some time has passed. */
  #acceptAgain(): void {
    if (!this.#full) return;
    this.#full = false;
    this.#interest.watch(this.#listener, EPOLLIN);
  }

  /** Does what can be done for a client that epoll has something to say about. */
  #serve(client: Client, events: number): void {
    try {
      //#region 04.3 silent
      // TODO 04.3: while something is pending, do not read. Send it, and look at nothing else this time: call this.#flush.
      //#endregion
      //#region 04.2
      // TODO 04.2: read once into #buffer. null: nothing there after all. 0: the client has no more to say, and has all its
      //   bytes back; drop it. Anything else goes back: call this.#send. `events` only says that it is worth looking.
      //   man: read(2)
      todo('04.2', 'read once into #buffer');
      //#endregion
    } catch (error) {
      //#region 04.5
      // TODO 04.5: a failed system call here means that this client has gone: log `lost …` and drop it. The others stay.
      //   Throw every other error again.
      //   man: read(2) and write(2) "ERRORS", epoll_ctl(2) "EPOLLERR", "EPOLLHUP"
      todo('04.5', 'a failed system call here means that this client has gone: log `lost …` and drop it', error);
      //#endregion
    }
  }

  /** Gives the kernel what it takes of `bytes` now. */
  #send(client: Client, bytes: Uint8Array): void {
    //#region 04.2
    // TODO 04.2: write. It may take fewer bytes, or none: null.
    //   man: write(2)
    todo('04.2', 'write. It may take fewer bytes, or none: null');
    //#endregion
    //#region 04.3 silent
    // TODO 04.3: keep a copy of what was not taken in client.pending (the buffer is used again for others), and watch the
    //   client for EPOLLOUT instead of EPOLLIN; for EPOLLIN again when nothing is left.
    //   man: epoll_ctl(2)
    //#endregion
  }

  /** There is room again for what did not fit. */
  #flush(client: Client): void {
    //#region 04.3
    // TODO 04.3: send what is pending.
    todo('04.3', 'send what is pending');
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

/** The edge-triggered echo server: epoll says once that something has changed, and the rest is up to us. */
import { goneBefore, listenOn, log, nothingLeft, program, ready, show } from '#program';
import {
  accept4,
  close,
  EPOLLET,
  EPOLLIN,
  EPOLLOUT,
  EPOLLRDHUP,
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

interface Client {
  readonly fd: Fd;
  readonly peer: SocketAddress;
  /** What was read and the kernel has not taken back yet. */
  pending: Buffer;
}

const EMPTY = Buffer.alloc(0);
const RETRY_MS = 1000;
/** Reads for one client before the others have their turn. */
const BUDGET = 16;

export class EdgeServer {
  readonly #listener: Fd;
  readonly #interest = new InterestList();
  readonly #clients = new Map<Fd, Client>();
  readonly #buffer: Buffer;
  /** Clients that have more than their budget: no further edge will tell us. */
  readonly #unfinished = new Set<Client>();
  #full = false;
  #stopping = false;

  constructor(listener: Fd, readSize: number) {
    this.#listener = listener;
    this.#buffer = Buffer.alloc(readSize);
    setNonblocking(listener, true);
    //#region 04.4
    // TODO 04.4: watch the listener, edge-triggered.
    //   man: epoll_ctl(2) "EPOLLET", epoll(7)
    this.#interest.watch(listener, EPOLLIN | EPOLLET);
    //#endregion
  }

  stop(): void {
    this.#stopping = true;
  }

  /** Serves until `stop` is called. */
  run(): void {
    while (!this.#stopping) {
      for (const { fd } of this.#interest.wait(this.#unfinished.size > 0 ? 0 : this.#full ? RETRY_MS : -1)) {
        const client = this.#clients.get(fd);
        if (client !== undefined) this.#serve(client);
        else if (fd === this.#listener) this.#acceptAll();
      }
      for (const client of [...this.#unfinished]) this.#serve(client);
      if (this.#full) this.#acceptAll(); // the connections that wait make no new edge
    }
    log(`stopping after ${this.#interest.wakeups} wake-ups`);
    for (const client of [...this.#clients.values()]) this.#drop(client);
    close(this.#listener);
    this.#interest.close();
  }

  #acceptAll(): void {
    const wasFull = this.#full;
    this.#full = false;
    //#region 04.4
    // TODO 04.4: accept until there is nobody left: one edge may stand for many connections. Make each non-blocking, put it
    //   into #clients, and watch it, edge-triggered, for everything at once: EPOLLIN, EPOLLOUT and EPOLLRDHUP. When accept4
    //   fails because there is nothingLeft (EMFILE and the like), call this.#pause(wasFull) and return; a connection that was
    //   goneBefore is none. Throw other errors again.
    //   man: accept4(2), epoll(7) "Level-triggered and edge-triggered"
    for (;;) {
      try {
        const accepted = accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted === null) return;
        this.#clients.set(accepted.fd, { ...accepted, pending: EMPTY });
        this.#interest.watch(accepted.fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
      } catch (error) {
        if (goneBefore(error)) continue;
        if (!nothingLeft(error)) throw error;
        this.#pause(wasFull);
        return;
      }
    }
    //#endregion
  }

  #pause(wasFull: boolean): void {
    if (!wasFull) log(`no descriptors left, with ${this.#clients.size} clients`);
    this.#full = true;
  }

  #serve(client: Client): void {
    try {
      this.#pump(client);
    } catch (error) {
      //#region 04.5
      // TODO 04.5: a failed system call here means that this client has gone: log `lost …` and drop it. The others stay.
      //   Throw every other error again.
      if (!isSystemError(error)) throw error;
      log(`lost ${show(client.peer)}: ${error.message}`);
      this.#drop(client);
      //#endregion
    }
  }

  /** Goes on until the kernel says that it would block, in the one direction or the other: only then comes another edge. */
  #pump(client: Client): void {
    this.#unfinished.delete(client);
    //#region 04.4
    // TODO 04.4: at most BUDGET times: write what is pending; when write says null, return. Once it is gone, read. null: all
    //   is read, return. 0: the client has no more to say, and has all its bytes back; drop it and return. Otherwise write
    //   what came, and keep a copy of what was not taken in client.pending. After BUDGET reads put the client into #unfinished.
    //   man: read(2), write(2), epoll(7)
    for (let reads = 0; reads < BUDGET; reads++) {
      while (client.pending.length > 0) {
        const taken = write(client.fd, client.pending);
        if (taken === null) return; // EPOLLOUT will come when there is room
        client.pending = client.pending.subarray(taken);
      }
      const n = read(client.fd, this.#buffer);
      if (n === null) return; // EPOLLIN will come when there is more
      if (n === 0) {
        this.#drop(client);
        return;
      }
      const taken = write(client.fd, this.#buffer, n) ?? 0;
      if (taken < n) client.pending = Buffer.from(this.#buffer.subarray(taken, n));
    }
    this.#unfinished.add(client);
    //#endregion
  }

  #drop(client: Client): void {
    this.#unfinished.delete(client);
    this.#interest.forget(client.fd);
    this.#clients.delete(client.fd);
    close(client.fd);
  }
}

program(
  import.meta.url,
  {
    about: 'Echo server, one process for all clients, on edge-triggered epoll.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      read: { default: 65_536, about: 'bytes to read at most at a time' },
    },
  },
  ({ port, read: readSize }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const server = new EdgeServer(listener, Math.max(1, readSize));
    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: () => server.stop() });
    ready(listener);
    server.run();
  },
);

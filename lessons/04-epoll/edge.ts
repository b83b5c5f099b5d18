/** The edge-triggered echo server: epoll reports a change once, so each event is worked off to its end. */
import { goneBefore, listenOn, log, nothingLeft, program, ready, show, todo } from '#program';
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
  /** Bytes that were read and are not written back yet. */
  pending: Buffer;
}

const EMPTY = Buffer.alloc(0);
/** How long accepting pauses, at most, when no descriptors are left. */
const RETRY_MS = 1000;
/** Reads for one client before the others have their turn. */
const BUDGET = 16;

export class EdgeServer {
  readonly #listener: Fd;
  readonly #interest = new InterestList();
  readonly #clients = new Map<Fd, Client>();
  readonly #buffer: Buffer;
  /** Clients that may have unread bytes after BUDGET reads: no edge will report those bytes again. */
  readonly #unfinished = new Set<Client>();
  /** No descriptors are left. */
  #full = false;
  #stopping = false;

  constructor(listener: Fd, readSize: number) {
    this.#listener = listener;
    this.#buffer = Buffer.alloc(readSize);
    setNonblocking(listener, true);
    //#region 04.4
    // TODO 04.4: watch the listener, edge-triggered.
    //   man: epoll_ctl(2) "EPOLLET", epoll(7)
    todo('04.4', 'watch the listener, edge-triggered');
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
      if (this.#full) this.#acceptAll(); // connections in the queue already make no new edge
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
    // TODO 04.4: accept until null: one edge may stand for many connections.
    //   - non-blocking, into #clients; watch EPOLLIN, EPOLLOUT and EPOLLRDHUP, edge-triggered
    //   - nothingLeft(error), EMFILE and the like: call this.#pause(wasFull) and return
    //   - goneBefore(error): that client has left, accept the next; throw other errors again
    //   man: accept4(2), epoll(7) "Level-triggered and edge-triggered"
    todo('04.4', 'accept until null: one edge may stand for many connections');
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
      // TODO 04.5: a failed system call ends this client only: log `lost …` and drop it.
      //   - throw every other error again: it is a mistake in the program
      //   man: read(2) and write(2) "ERRORS", epoll_ctl(2) "EPOLLERR", "EPOLLHUP"
      todo('04.5', 'a failed system call ends this client only: log `lost …` and drop it', error);
      //#endregion
    }
  }

  /** Reads and writes until a call would block: only after that does another edge come. */
  #pump(client: Client): void {
    this.#unfinished.delete(client);
    //#region 04.4
    // TODO 04.4: read and write back until read or write says null: only then comes another edge.
    //   - do not read while bytes are pending; client.pending gets a copy of what was not taken
    //   - 0 from read: the client has ended its direction and has all its bytes back, drop it
    //   - after BUDGET reads put the client into #unfinished: the others have their turn
    //   man: read(2), write(2), epoll(7)
    todo('04.4', 'read and write back until read or write says null: only then comes another edge');
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

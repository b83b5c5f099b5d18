/** The main thread of a thread pool: it accepts connections and puts them into the queue. It never serves one itself. */
import { goneBefore, listenOn, log, nothingLeft, program, ready, show } from '#program';
import {
  _exit,
  type Accepted,
  accept4,
  close,
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_MOD,
  EPOLLIN,
  epollCreate1,
  epollCtl,
  epollWait,
  eventfd,
  eventfdRead,
  eventfdWrite,
  type Fd,
  retryOnEintr,
  SIG_IGN,
  SIGINT,
  SIGPIPE,
  SIGTERM,
  SOCK_CLOEXEC,
  setNonblocking,
  sigaction,
  signal,
  type Thread,
} from '#sys';
import { startThreads } from './pool.ts';
import { JobQueue } from './queue.ts';
import { Serving } from './serving.ts';

const MAX_EVENTS = 16;
/** Pause of accepting when no descriptor is left. */
const PAUSE_MS = 100;

export class ThreadPoolServer {
  readonly #listener: Fd;
  readonly #epoll = epollCreate1(EPOLL_CLOEXEC);
  /** Wakes the loop: a thread made room in the queue, or a signal came. */
  readonly #wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  readonly #queue: JobQueue;
  readonly #serving: Serving;
  readonly #threads: readonly Thread[];
  #stopping = false;
  /** Accepting pauses, because no descriptor was left. */
  #paused = false;

  /** Owns the listener. */
  constructor(listener: Fd, threads: number, capacity: number, directory: string, patience: number) {
    this.#listener = listener;
    setNonblocking(listener, true);
    this.#queue = JobQueue.create(capacity, this.#wake);
    this.#serving = Serving.create(threads);
    const shared = { queue: this.#queue.share(), serving: this.#serving.share() };
    this.#threads = startThreads(threads, { ...shared, directory, patience });
    epollCtl(this.#epoll, EPOLL_CTL_ADD, listener, EPOLLIN);
    epollCtl(this.#epoll, EPOLL_CTL_ADD, this.#wake, EPOLLIN);
  }

  /** Runs in the signal handler. A second signal ends the process at once. */
  stop(): void {
    if (this.#stopping) _exit(1);
    this.#stopping = true;
    eventfdWrite(this.#wake);
  }

  /** Serves until `stop` is called and all threads have ended. */
  run(): void {
    while (!this.#stopping) {
      const events = retryOnEintr(() => epollWait(this.#epoll, MAX_EVENTS, this.#paused ? PAUSE_MS : -1));
      if (this.#paused) this.#goOn();
      for (const { fd } of events) {
        if (fd === this.#listener) this.#acceptAll();
        else this.#woken();
      }
    }
    this.#end();
  }

  /** The next connection; null when none is waiting, or no descriptor is left: then the listener is not watched for a pause. */
  #accept(): Accepted | null {
    try {
      return accept4(this.#listener, SOCK_CLOEXEC);
    } catch (error) {
      if (goneBefore(error)) return null;
      if (!nothingLeft(error)) throw error;
      log(`pauses accepting: ${String(error)}`);
      epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
      this.#paused = true;
      return null;
    }
  }

  /** Puts waiting connections into the queue, until none waits, the queue is full, or a stop comes. */
  #acceptAll(): void {
    while (!this.#stopping) {
      //#region 08.5 silent
      // TODO 08.5: when the queue is full, stop watching the listener (a mask of 0) and return.
      //   - accept nothing: connections wait in order in the listener's queue
      //   - #woken watches the listener again
      //   man: epoll_ctl(2)
      if (this.#queue.full) {
        epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
        return;
      }
      //#endregion
      //#region 08.4
      // TODO 08.4: #accept a connection and offer it to the threads, or return on null.
      //   - the thread closes it: there is one descriptor for all threads
      //   - close it here only when the queue refuses it
      //   man: accept4(2)
      const accepted = this.#accept();
      if (accepted === null) return;
      log(`connection from ${show(accepted.peer)} is fd ${accepted.fd}`);
      if (!this.#queue.offer(accepted.fd)) close(accepted.fd);
      //#endregion
    }
  }

  /** Accepts again after a pause: a thread may have closed a connection meanwhile. */
  #goOn(): void {
    this.#paused = false;
    epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
  }

  /** The queue has room again, or the server must stop. */
  #woken(): void {
    eventfdRead(this.#wake);
    //#region 08.5 silent
    // TODO 08.5: watch the listener again.
    //   man: epoll_ctl(2)
    epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
    //#endregion
  }

  /** Refuses new work, and lets the threads finish what was accepted. */
  #end(): void {
    close(this.#listener);
    log('stopping');
    //#region 08.6
    // TODO 08.6: stop the queue, end the requests of all clients (#serving.stop), join the threads.
    //   man: pthread_join(3)
    this.#queue.stop();
    this.#serving.stop();
    for (const thread of this.#threads) thread.join();
    //#endregion
    close(this.#epoll);
    close(this.#wake);
    log('stopped');
  }
}

program(
  import.meta.url,
  {
    about: 'File server that speaks the train protocol, with a pool of threads.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      dir: { default: '.', about: 'folder whose files it serves' },
      threads: { default: 4, about: 'threads in the pool' },
      queue: { default: 16, about: 'connections that may wait for a thread; more wait in the listener' },
      patience: { default: 60, about: 'seconds to wait for a client that neither reads nor writes; 0 sets no limit' },
    },
  },
  ({ port, dir, threads, queue, patience }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const server = new ThreadPoolServer(listener, Math.max(1, threads), Math.max(1, queue), dir, patience);
    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: () => server.stop() });
    ready(listener);
    server.run();
  },
);

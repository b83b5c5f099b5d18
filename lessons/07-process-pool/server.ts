/** The parent of a process pool: it accepts, hands out, listens to its workers, and never serves a client itself. */
import { listenOn, log, program, ready, show, todo } from '#program';
import {
  type Accepted,
  accept4,
  CLOCK_MONOTONIC,
  close,
  describeStatus,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  EPOLLIN,
  epollCreate1,
  epollCtl,
  epollWait,
  type Fd,
  isSystemError,
  kill,
  O_CLOEXEC,
  O_NONBLOCK,
  pipe2,
  read,
  retryOnEintr,
  SIG_IGN,
  SIGINT,
  SIGKILL,
  SIGPIPE,
  SIGTERM,
  SOCK_CLOEXEC,
  setNonblocking,
  sigaction,
  signal,
  TFD_CLOEXEC,
  TFD_NONBLOCK,
  timerfdCreate,
  timerfdRead,
  timerfdSettime,
  waitpid,
  write,
} from '#sys';
import { FREE, sendExit, sendFd } from './channel.ts';
import { serveConnections } from './worker.ts';
import { makeWorker, type Worker } from './workers.ts';

const MAX_EVENTS = 64;
/** What accept4 fails with when it is not the connection's fault. accept(2) */
const NOTHING_LEFT: readonly string[] = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];
/** And when the connection has gone meanwhile: the listener tells if another one waits. */
const GONE: readonly string[] = ['ECONNABORTED', 'EPROTO'];
/** Between one new worker and the next. Whatever kills them at their start costs ten forks a second, and no more. */
const PAUSE_MS = 100;

export class PoolServer {
  readonly #listener: Fd;
  readonly #count: number;
  readonly #work: (channel: Fd) => number;
  readonly #epoll = epollCreate1(EPOLL_CLOEXEC);
  /** A signal handler writes into this pipe, and the loop reads from it. */
  readonly #wake = pipe2(O_CLOEXEC | O_NONBLOCK);
  /** Readable when the pause after a new worker is over. */
  readonly #timer = timerfdCreate(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  readonly #workers = new Map<Fd, Worker>();
  /** The connection that is being given away: a worker that is forked meanwhile must not keep a copy. */
  #inHand: Fd | null = null;
  #pausing = false;
  #stopping = false;

  /** Owns the listener. */
  constructor(listener: Fd, count: number, work: (channel: Fd) => number) {
    this.#listener = listener;
    this.#count = count;
    this.#work = work;
    setNonblocking(listener, true);
    for (let i = 0; i < count; i++) this.#addWorker();
    for (const fd of [listener, this.#wake[0], this.#timer]) epollCtl(this.#epoll, EPOLL_CTL_ADD, fd, EPOLLIN);
  }

  #addWorker(): void {
    const others = [...this.#workers.keys(), ...(this.#inHand === null ? [] : [this.#inHand])];
    const worker = makeWorker([this.#listener, this.#epoll, this.#timer, ...this.#wake, ...others], this.#work);
    setNonblocking(worker.channel, true); // a descriptor number of an older event may be this one: the parent must not wait for it
    this.#workers.set(worker.channel, worker);
    epollCtl(this.#epoll, EPOLL_CTL_ADD, worker.channel, EPOLLIN);
    log(`worker ${worker.pid} on channel ${worker.channel}`);
  }

  /** Serves until a signal asks it to stop and all workers have ended. */
  run(): void {
    while (!this.#stopping || this.#workers.size > 0) {
      for (const { fd } of retryOnEintr(() => epollWait(this.#epoll, MAX_EVENTS, -1))) {
        const worker = this.#workers.get(fd);
        if (worker !== undefined) this.#hear(worker);
        else if (fd === this.#listener && !this.#stopping) this.#handOut();
        else if (fd === this.#timer) this.#pauseIsOver();
        else if (fd === this.#wake[0]) this.#stop();
      }
    }
    for (const fd of [this.#epoll, this.#timer, ...this.#wake]) close(fd);
    log('stopped');
  }

  /** A connection, or null: nobody waits, or there is nothing left to accept with. Then the listener is left alone for a moment. */
  #accept(): Accepted | null {
    try {
      return accept4(this.#listener, SOCK_CLOEXEC);
    } catch (error) {
      if (isSystemError(error) && GONE.includes(error.code)) return null;
      if (!isSystemError(error) || !NOTHING_LEFT.includes(error.code)) throw error;
      log(`accepts nobody for a while: ${error.message}`);
      epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
      timerfdSettime(this.#timer, { value: PAUSE_MS });
      return null;
    }
  }

  /** Connections wait: give them to those workers that are idle. */
  #handOut(): void {
    //#region 07.4
    // TODO 07.4: as long as a worker is idle and a connection waits (#accept returns null when none does): log it (`show` makes
    //   words of a peer) and pass it on (`#give`). Who serves it must not be left with your copy: close it. When no worker is idle, leave the connections where they
    //   are: they wait in order in the listener's queue. But stop watching the listener, or it will wake you without end.
    //   man: accept4(2), epoll_ctl(2)
    todo('07.4', 'as long as a worker is idle and a connection waits (#accept returns null when none does): log it (`show` makes words of a peer) and pass it on (`#give`)');
    //#endregion
  }

  #idle(): Worker | null {
    for (const worker of this.#workers.values()) if (!worker.busy) return worker;
    return null;
  }

  /** Passes a connection to an idle worker, who is busy from now on. When all have died, its client sees the end. */
  #give(idle: Worker, conn: Fd): void {
    this.#inHand = conn;
    this.#pass(idle, conn);
    this.#inHand = null;
  }

  #pass(idle: Worker, conn: Fd): void {
    for (let worker: Worker | null = idle; worker !== null; worker = this.#idle()) {
      try {
        sendFd(worker.channel, conn);
        worker.busy = true;
        log(`worker ${worker.pid} serves it`);
        return;
      } catch (error) {
        //#region 07.5
        // TODO 07.5: EPIPE: this worker has died, and epoll has not told you yet. Bury it (`#replace`), and the loop
        //   finds another one for the connection. Throw other errors again.
        //   man: unix(7), send(2) "EPIPE"
        todo('07.5', 'EPIPE: this worker has died, and epoll has not told you yet', error);
        //#endregion
      }
    }
  }

  /** A worker's channel is ready: it has reported, or there is no worker any more. */
  #hear(worker: Worker): void {
    const byte = Buffer.alloc(1);
    let n: number | null = 0;
    try {
      n = read(worker.channel, byte);
    } catch (error) {
      // It died with a message unread: unix(7) calls that a reset.
      if (!isSystemError(error, 'ECONNRESET')) throw error;
    }
    if (n === 1 && byte[0] === FREE) {
      //#region 07.4
      // TODO 07.4: the worker is idle again. Watch the listener again, unless the pool is stopping: then it is closed.
      //   man: epoll_ctl(2)
      todo('07.4', 'the worker is idle again');
      //#endregion
    }
    if (n === 0) {
      //#region 07.5
      // TODO 07.5: the worker has died. Put another one into its place.
      todo('07.5', 'the worker has died. Put another one into its place');
      //#endregion
    }
  }

  /** Buries a worker, and sees to it that another one takes its place. */
  #replace(dead: Worker): void {
    //#region 07.5
    // TODO 07.5: the parent's end of the channel is ready for ever: take it out of the interest list and close it, forget the
    //   worker and reap it. SIGKILL it first: a worker that only closed its channel would let you wait. Log what became of it
    //   (describeStatus). Then #refill.
    //   man: epoll_ctl(2), kill(2), waitpid(2)
    todo('07.5', 'the parent\'s end of the channel is ready for ever: take it out of the interest list and close it, forget the worker and reap it');
    //#endregion
  }

  /** Adds a worker if one is missing, but never two without a pause between them. */
  #refill(): void {
    //#region 07.5
    // TODO 07.5: nothing to do when the pool is stopping, when it has all its workers (#count), or in a pause: its end brings you here again.
    //   Otherwise begin a pause (set #pausing, and #timer to PAUSE_MS), add a worker, and watch the listener again. When fork or socketpair fails
    //   log it; those who are left go on, and after the pause you try again. Throw other errors again: they may be the new worker's.
    //   man: timerfd_settime(2), fork(2) "ERRORS"
    todo('07.5', 'nothing to do when the pool is stopping, when it has all its workers (#count), or in a pause: its end brings you here again');
    //#endregion
  }

  #pauseIsOver(): void {
    if (timerfdRead(this.#timer) === null) return; // set again since: this pause is a new one
    this.#pausing = false;
    if (!this.#stopping) epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
    this.#refill();
  }

  /** The signal handler's whole work: the loop does the rest, when it is nobody else's turn. */
  wake(signum: number): void {
    //#region 07.6
    // TODO 07.6: write the number of the signal, one byte, into the pipe #wake. It does not block; a full pipe wakes as well.
    //   man: pipe(7), signal-safety(7)
    todo('07.6', 'write the number of the signal, one byte, into the pipe #wake');
    //#endregion
  }

  /** A signal has come. SIGTERM: every transfer that is under way ends whole. SIGINT: now. */
  #stop(): void {
    //#region 07.6
    // TODO 07.6: read all the bytes that the handler wrote. The first time: the pool is stopping; close the listener, which also ends
    //   those that wait in its queue, and tell every worker to exit (sendExit), which it does when it is free. For SIGINT, also later:
    //   send SIGINT to every worker. `run` ends when the last of them has been buried.
    //   man: read(2), close(2), kill(2)
    todo('07.6', 'read all the bytes that the handler wrote');
    //#endregion
  }

  /** Says so unless the worker has just died: then its channel tells, and `#hear` does the rest. */
  #tellToExit(channel: Fd): void {
    try {
      sendExit(channel);
    } catch (error) {
      if (!isSystemError(error, 'EPIPE')) throw error;
    }
  }
}

program(
  import.meta.url,
  {
    about: 'File server that speaks the train protocol, with a pool of processes.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      dir: { default: '.', about: 'folder whose files it gives away' },
      workers: { default: 4, about: 'processes in the pool' },
      patience: { default: 60, about: 'seconds to wait for a client that neither reads nor writes; 0 waits for ever' },
    },
  },
  ({ port, dir, workers, patience }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const server = new PoolServer(listener, Math.max(1, workers), (channel) =>
      serveConnections(channel, dir, patience),
    );
    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: (n) => server.wake(n) });
    ready(listener);
    server.run();
  },
);

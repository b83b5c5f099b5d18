/** The parent of a process pool: it accepts connections, passes them to idle workers, and replaces workers that die. */
import { goneBefore, log, nothingLeft, show } from '#program';
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
  SIGINT,
  SIGKILL,
  SOCK_CLOEXEC,
  setNonblocking,
  TFD_CLOEXEC,
  TFD_NONBLOCK,
  timerfdCreate,
  timerfdRead,
  timerfdSettime,
  waitpid,
  write,
} from '#sys';
import { readReport, sendExit, sendFd } from './channel.ts';
import { makeWorker, type Worker } from './workers.ts';

const MAX_EVENTS = 64;
/** Pause between two new workers: if each dies at its start, the parent forks ten times a second and no more. */
const PAUSE_MS = 100;

export class PoolServer {
  readonly #listener: Fd;
  readonly #count: number;
  readonly #work: (channel: Fd) => number;
  readonly #epoll = epollCreate1(EPOLL_CLOEXEC);
  /** The self-pipe: the signal handler writes to it, and the loop reads from it. */
  readonly #wake = pipe2(O_CLOEXEC | O_NONBLOCK);
  /** Readable when the pause is over. */
  readonly #timer = timerfdCreate(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  readonly #workers = new Map<Fd, Worker>();
  /** The connection that is being passed: a worker that is forked meanwhile must close its copy. */
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
    setNonblocking(worker.channel, true); // an older event may name its number: read must not block
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

  /** The next connection; null when none is waiting, or no descriptor is left: then the listener is not watched for a pause. */
  #accept(): Accepted | null {
    try {
      return accept4(this.#listener, SOCK_CLOEXEC);
    } catch (error) {
      if (goneBefore(error)) return null;
      if (!nothingLeft(error)) throw error;
      log(`pauses accepting: ${String(error)}`);
      epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
      timerfdSettime(this.#timer, { value: PAUSE_MS });
      return null;
    }
  }

  /** Passes waiting connections to idle workers. */
  #handOut(): void {
    //#region 07.4
    // TODO 07.4: #accept and #give connections while a worker is idle and a connection waits.
    //   - close your copy: while the parent has one, the client never sees the end
    //   - no worker is idle: accept nothing, the connections wait in order in the listener's queue;
    //     and set the listener's mask to 0, or epoll_wait returns at once every time
    //   man: accept4(2), epoll_ctl(2)
    for (let worker = this.#idle(); worker !== null; worker = this.#idle()) {
      const accepted = this.#accept();
      if (accepted === null) return;
      log(`connection from ${show(accepted.peer)} is fd ${accepted.fd}`);
      this.#give(worker, accepted.fd);
      close(accepted.fd);
    }
    epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
    //#endregion
  }

  #idle(): Worker | null {
    for (const worker of this.#workers.values()) if (!worker.busy) return worker;
    return null;
  }

  /** Passes a connection to an idle worker, which is busy from now on. When all have died, the client sees the end. */
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
        // TODO 07.5: on EPIPE #replace this worker, which died before epoll reported it.
        //   - the loop then tries the next idle worker; throw every other error again
        //   man: unix(7), send(2) "EPIPE"
        if (!isSystemError(error, 'EPIPE')) throw error;
        this.#replace(worker);
        //#endregion
      }
    }
  }

  /** A worker's channel is readable: the worker has reported, or it has died. */
  #hear(worker: Worker): void {
    const report = readReport(worker.channel);
    if (report === 'free') {
      //#region 07.4
      // TODO 07.4: mark the worker as idle and, unless #stopping, watch the listener again.
      //   man: epoll_ctl(2)
      worker.busy = false;
      if (!this.#stopping) epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
      //#endregion
    }
    if (report === 'ended') {
      //#region 07.5
      // TODO 07.5: replace the worker that has died.
      this.#replace(worker);
      //#endregion
    }
  }

  /** Removes and reaps a worker that has died, and refills the pool. */
  #replace(dead: Worker): void {
    //#region 07.5
    // TODO 07.5: remove the dead worker, reap it, and #refill the pool.
    //   - its channel stays readable for ever: remove it from #epoll and #workers, close it
    //   - SIGKILL before waitpid: a worker that only closed its channel has not ended
    //   man: epoll_ctl(2), kill(2), waitpid(2)
    epollCtl(this.#epoll, EPOLL_CTL_DEL, dead.channel);
    close(dead.channel);
    this.#workers.delete(dead.channel);
    kill(dead.pid, SIGKILL);
    const ended = retryOnEintr(() => waitpid(dead.pid));
    log(`worker ${dead.pid} ${ended === null ? 'has gone' : describeStatus(ended)}`);
    this.#refill();
    //#endregion
  }

  /** Adds a worker if one is missing, with a pause between two new workers. */
  #refill(): void {
    //#region 07.5
    // TODO 07.5: start a pause, add one worker, and watch the listener again.
    //   - not while #stopping, with #count workers, or #pausing: the end of the pause calls #refill
    //   - to start a pause, set #pausing and arm #timer with PAUSE_MS
    //   - fork or socketpair fails: log it; the other workers go on until the next attempt
    //   - throw every other error again: this catch also runs in the new worker
    //   man: timerfd_settime(2), fork(2) "ERRORS"
    if (this.#stopping || this.#pausing || this.#workers.size >= this.#count) return;
    this.#pausing = true;
    timerfdSettime(this.#timer, { value: PAUSE_MS });
    try {
      this.#addWorker();
      epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
    } catch (error) {
      if (!isSystemError(error) || !['fork', 'socketpair'].includes(error.syscall)) throw error;
      log(`no new worker: ${error.message}`);
    }
    //#endregion
  }

  #pauseIsOver(): void {
    if (timerfdRead(this.#timer) === null) return; // armed again meanwhile: a new pause
    this.#pausing = false;
    if (!this.#stopping) epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
    this.#refill();
  }

  /** Runs in the signal handler: it only leaves a note in the pipe, and the loop does the work. */
  wake(signum: number): void {
    //#region 07.6
    // TODO 07.6: write the number of the signal, one byte, into the pipe #wake.
    //   - do nothing else here: the handler can run in any call of the loop that waits
    //   man: pipe(7), signal-safety(7)
    write(this.#wake[1], Buffer.from([signum]));
    //#endregion
  }

  /** Stops the pool. SIGTERM: transfers under way are completed first. SIGINT: at once. */
  #stop(): void {
    //#region 07.6
    // TODO 07.6: read all bytes in the pipe, and stop the pool.
    //   - the first time only: set #stopping, close the listener, and sendExit to every worker
    //   - SIGINT among the bytes, also later: send SIGINT to every worker
    //   man: read(2), close(2), kill(2)
    const bytes = Buffer.alloc(64);
    const n = read(this.#wake[0], bytes) ?? 0;
    if (!this.#stopping) {
      this.#stopping = true;
      close(this.#listener);
      log(`stopping, with ${this.#workers.size} workers`);
      for (const { channel } of this.#workers.values()) sendExit(channel);
    }
    if (bytes.subarray(0, n).includes(SIGINT)) for (const { pid } of this.#workers.values()) kill(pid, SIGINT);
    //#endregion
  }
}

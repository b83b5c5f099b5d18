/** A worker: accepts, serves its clients, and leaves when it is told to, or when the master has gone. */
import { goneBefore, nothingLeft } from '#program';
import {
  accept4,
  close,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  EPOLLIN,
  epollCreate1,
  epollCtl,
  epollPwait,
  type Fd,
  isSystemError,
  SIG_IGN,
  SIGHUP,
  SIGINT,
  SIGPIPE,
  SIGQUIT,
  SIGTERM,
  SIGUSR1,
  SIGWINCH,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  sigaction,
  signal,
} from '#sys';
import { Client } from './client.ts';
import { openWorkers, watchListener } from './listener.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';

export interface WorkerParts {
  /** The listener of all workers; null when this one opens its own, for this port. */
  readonly shared: Fd | null;
  readonly port: number;
  readonly settings: Settings;
  readonly log: Log;
  /** The read end of a pipe whose other end only the master has. */
  readonly lifeline: Fd;
  /** The mask to sleep with. */
  readonly outside: readonly number[];
  readonly onLeaving: () => void;
}

const MAX_EVENTS = 64;

export class Worker {
  readonly #parts: WorkerParts;
  readonly #epoll = epollCreate1(EPOLL_CLOEXEC);
  readonly #listener: Fd;
  readonly #clients = new Map<Fd, Client>();
  /** Whether the listener is in the interest list. */
  #listening = true;
  #told = new Set<number>();
  /** The time at which the last clients are cut off; null while the worker stays. */
  #deadline: number | null = null;

  /** Throws a SystemError where it cannot start. */
  constructor(parts: WorkerParts) {
    this.#parts = parts;
    //#region 14.3
    // TODO 14.3: set #listener, the shared one or one of its own, and watch it.
    this.#listener = parts.shared ?? openWorkers(parts.port);
    watchListener(this.#epoll, this.#listener);
    //#endregion
    signal(SIGPIPE, SIG_IGN);
    //#region 14.5 silent
    // TODO 14.5: install handlers that add SIGTERM, SIGINT, SIGQUIT and SIGUSR1 to #told; watch the lifeline.
    //   - ignore SIGHUP and SIGWINCH: a terminal sends them to the whole group, and they mean the master
    //   - the signals are blocked until epoll_pwait, so that #told is looked at before each sleep
    //   man: sigaction(2), epoll_pwait(2), tty_ioctl(4) "SIGWINCH"
    for (const signum of [SIGTERM, SIGINT, SIGQUIT, SIGUSR1]) {
      sigaction(signum, { handler: () => this.#told.add(signum) });
    }
    for (const signum of [SIGHUP, SIGWINCH]) signal(signum, SIG_IGN);
    epollCtl(this.#epoll, EPOLL_CTL_ADD, parts.lifeline, EPOLLIN);
    //#endregion
  }

  /** Serves until it is told to stop; returns the exit status. */
  run(): number {
    for (;;) {
      for (const { fd } of this.#wait()) {
        if (fd === this.#listener) this.#accept();
        else if (fd === this.#parts.lifeline) return this.#orphaned();
        else this.#serve(this.#clients.get(fd));
      }
      if (this.#isOver()) return 0;
    }
  }

  #wait(): readonly { readonly fd: Fd }[] {
    const rest = this.#deadline === null ? -1 : Math.max(0, Math.ceil(this.#deadline - performance.now()));
    try {
      return epollPwait(this.#epoll, MAX_EVENTS, rest, this.#parts.outside);
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
      return []; // a signal, or SIGCONT after a stop
    }
  }

  /** Does what signals have asked for; true when the worker is to end. */
  #isOver(): boolean {
    if (this.#told.size === 0 && this.#deadline === null) return false;
    //#region 14.5
    // TODO 14.5: SIGUSR1: open the log again. SIGTERM, SIGINT: end. SIGQUIT: #leave, once.
    //   - a worker that leaves ends with its last client, or at the #deadline
    //   - one wait may have brought several signals: #told has all of them
    const told = this.#told;
    this.#told = new Set();
    if (told.has(SIGUSR1)) this.#parts.log.reopen();
    if (told.has(SIGTERM) || told.has(SIGINT)) return true;
    if (told.has(SIGQUIT) && this.#deadline === null) this.#leave();
    return this.#deadline !== null && (this.#clients.size === 0 || performance.now() >= this.#deadline);
    //#endregion
  }

  /** Takes no more connections; those it has are served for the time of the setting `patience`. */
  #leave(): void {
    //#region 14.5
    // TODO 14.5: set the #deadline, #accept what waits, then stop watching the listener and close it.
    //   - a listener of its own dies with its accept queue, and the shared one may have woken only this
    //     worker for a connection: nobody else comes for it
    //   - call onLeaving, for the title in ps
    //   man: close(2), accept(2)
    this.#deadline = performance.now() + this.#parts.settings.patience * 1000;
    while (this.#accept());
    if (this.#listening) this.#setListening(false);
    close(this.#listener);
    this.#parts.onLeaving();
    //#endregion
  }

  /** The master has ended, and cannot tell anybody anything: its end of the lifeline is closed. */
  #orphaned(): number {
    //#region 14.5
    // TODO 14.5: log it, and return status 1. Nobody would replace, reload or stop this worker.
    this.#parts.log.error('the master has gone');
    return 1;
    //#endregion
  }

  /** Takes one connection: the next one may be for another worker. False when none was taken. */
  #accept(): boolean {
    //#region 14.3
    // TODO 14.3: accept one connection and serve it; return whether there was one.
    //   - no descriptor left (nothingLeft): take the listener out of the interest list until a client
    //     has gone, because it stays readable
    //   - null: another worker was faster; goneBefore: the client has gone
    //   man: accept4(2)
    try {
      const connection = accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (connection === null) return false;
      const { greeting } = this.#parts.settings;
      const client = new Client(connection.fd, greeting, (line) => this.#parts.log.info(line));
      this.#clients.set(client.fd, client);
      epollCtl(this.#epoll, EPOLL_CTL_ADD, client.fd, client.wants);
      return true;
    } catch (error) {
      if (goneBefore(error)) return true;
      if (!nothingLeft(error)) throw error;
      this.#parts.log.error(`takes no connection for now: ${(error as Error).message}`);
      this.#setListening(false);
      return false;
    }
    //#endregion
  }

  #setListening(on: boolean): void {
    this.#listening = on;
    if (on) watchListener(this.#epoll, this.#listener);
    else epollCtl(this.#epoll, EPOLL_CTL_DEL, this.#listener);
  }

  /** A client is ready. An older event of the same wait may name one that has gone. */
  #serve(client: Client | undefined): void {
    if (client === undefined) return;
    const before = client.wants;
    if (client.serve()) {
      if (client.wants !== before) epollCtl(this.#epoll, EPOLL_CTL_MOD, client.fd, client.wants);
      return;
    }
    this.#clients.delete(client.fd);
    client.close();
    //#region 14.3
    // TODO 14.3: a descriptor is free again: watch the listener again where it is not, unless the worker leaves.
    if (!this.#listening && this.#deadline === null) this.#setListening(true);
    //#endregion
  }
}

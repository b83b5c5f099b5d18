/** The master: serves nobody itself. It sleeps, and does what signals ask for. */
import { Failure } from '#program';
import {
  close,
  type Fd,
  getpid,
  ITIMER_REAL,
  isSystemError,
  O_CLOEXEC,
  pipe2,
  SIGALRM,
  SIGCHLD,
  SIGHUP,
  SIGINT,
  SIGKILL,
  SIGQUIT,
  SIGTERM,
  SIGUSR1,
  SIGWINCH,
  setitimer,
} from '#sys';
import { ConfigError, readConfig } from './config.ts';
import type { Way } from './listener.ts';
import type { Log } from './log.ts';
import { Pool } from './pool.ts';
import type { Settings } from './settings.ts';
import { type Note, SIGREADY, type Signals } from './signals.ts';
import { startWorker } from './spawn.ts';
import { showTitle, work } from './work.ts';

export interface MasterParts {
  /** The configuration file, by an absolute path. */
  readonly file: string;
  readonly settings: Settings;
  readonly log: Log;
  readonly signals: Signals;
  /** The listener, or the socket that holds the port. */
  readonly socket: Fd;
  readonly port: number;
  readonly way: Way;
  readonly daemon: boolean;
  /** Descriptors that no worker may keep. */
  readonly own: ReadonlySet<Fd>;
  /** Called when the first workers serve. */
  readonly onServing: () => void;
}

/** A worker that has not obeyed SIGTERM by then is killed. */
const KILL_AFTER_MS = 1000;

export class Master {
  readonly #parts: MasterParts;
  readonly #pid = getpid();
  readonly #pool: Pool;
  /** Only the master has the write end: workers see the end of the pipe when it has gone, however it went. */
  readonly #lifeline = pipe2(O_CLOEXEC);
  #settings: Settings;
  /** The settings of the last generation that was complete. */
  #proven: Settings;
  #stopping: 'no' | 'gently' | 'now' = 'no';
  /** The reason for a stop that is no good end. */
  #failure: string | null = null;
  #serving = false;

  constructor(parts: MasterParts) {
    this.#parts = parts;
    this.#settings = parts.settings;
    this.#proven = parts.settings;
    this.#pool = new Pool(parts.log, (number) => this.#startWorker(number));
  }

  #startWorker(number: number): number {
    const { own, way, socket, log, port, signals, daemon } = this.#parts;
    const masters = [...own, this.#lifeline[1], ...(way === 'shared' ? [] : [socket])];
    const shared = way === 'shared' ? socket : null;
    const { outside } = signals;
    const lifeline = this.#lifeline[0];
    return startWorker(masters, () =>
      work({ number, shared, port, settings: this.#settings, log, lifeline, outside, master: this.#pid, daemon }),
    );
  }

  /** Works until it has been told to stop and no worker is left. */
  run(): void {
    showTitle('master');
    this.#pool.begin(this.#settings.workers);
    while (this.#stopping === 'no' || this.#pool.size > 0) {
      for (const note of this.#parts.signals.sleep()) this.#act(note);
    }
    this.#parts.log.info('stopped');
    if (this.#failure !== null) throw new Failure(this.#failure);
  }

  #act({ signum, pid }: Note): void {
    if (signum === SIGCHLD) this.#childHasChanged();
    else if (signum === SIGREADY) this.#isReady(pid ?? 0);
    else if (signum === SIGALRM) this.#alarm();
    else if (signum === SIGTERM || signum === SIGINT) this.#stopNow();
    else if (signum === SIGQUIT) this.#stopGently();
    else if (signum === SIGHUP) this.#reload();
    else if (signum === SIGUSR1) this.#reopenLogs();
    else if (signum === SIGWINCH) this.#dismissWorkers();
  }

  #childHasChanged(): void {
    this.#pool.reap();
    if (!this.#pool.failed) return;
    if (this.#pool.proven > 0) this.#giveUpReload();
    else this.#giveUp();
  }

  /** The first workers cannot start, and others could not either. */
  #giveUp(): void {
    //#region 14.4
    // TODO 14.4: dismiss all workers with SIGTERM, and let the master end once they have gone, with #failure.
    this.#failure = 'no worker can start; the log says why';
    this.#stopping = 'now';
    this.#pool.dismissAll(SIGTERM);
    //#endregion
  }

  #isReady(pid: number): void {
    if (!this.#pool.ready(pid)) return;
    this.#proven = this.#settings;
    if (this.#serving) {
      this.#dismissOlder();
      return;
    }
    this.#serving = true;
    this.#parts.onServing();
  }

  /** The end of a pause, or of the time that workers had to obey SIGTERM. */
  #alarm(): void {
    if (this.#stopping === 'now') this.#pool.tell(SIGKILL);
    else this.#pool.pauseIsOver();
  }

  #stopNow(): void {
    //#region 14.5
    // TODO 14.5: dismiss all workers with SIGTERM, also those that leave already; no new ones from now on.
    //   - a stopped worker does not obey: let SIGALRM come in KILL_AFTER_MS
    //   man: setitimer(2)
    this.#parts.log.info(`stopping, with ${this.#pool.size} workers`);
    this.#stopping = 'now';
    this.#pool.dismissAll(SIGTERM);
    setitimer(ITIMER_REAL, { value: KILL_AFTER_MS, interval: 0 });
    //#endregion
  }

  #stopGently(): void {
    //#region 14.5
    // TODO 14.5: dismiss all workers with SIGQUIT, unless it is stopping already.
    //   - nobody accepts any more: a client must be refused, and not wait for ever. Close the socket
    if (this.#stopping !== 'no') return;
    this.#parts.log.info(`leaving, with ${this.#pool.size} workers`);
    this.#stopping = 'gently';
    this.#pool.dismissAll(SIGQUIT);
    close(this.#parts.socket);
    //#endregion
  }

  /** SIGHUP: a new configuration, in new workers. */
  #reload(): void {
    if (this.#stopping !== 'no') return;
    //#region 14.5
    // TODO 14.5: read the configuration; begin a generation with it. The old one serves until that is complete.
    //   - a ConfigError, or a log that cannot be opened: log it, and nothing has changed
    //   - read everything before you change anything
    try {
      const settings = readConfig(this.#parts.file);
      this.#parts.log.change(settings.log, settings.level);
      this.#settings = settings;
    } catch (error) {
      if (!(error instanceof ConfigError) && !isSystemError(error)) throw error;
      this.#parts.log.error(`the configuration stays as it is: ${error.message}`);
      return;
    }
    this.#pool.begin(this.#settings.workers);
    //#endregion
  }

  /** All workers of a new generation serve. */
  #dismissOlder(): void {
    //#region 14.5
    // TODO 14.5: dismiss the workers of older generations with SIGQUIT.
    this.#parts.log.info(`generation ${this.#pool.proven} serves`);
    this.#pool.dismiss(SIGQUIT, ({ generation, leaving }) => generation < this.#pool.proven && !leaving);
    //#endregion
  }

  /** A worker of the new generation cannot start. */
  #giveUpReload(): void {
    //#region 14.5
    // TODO 14.5: go back to the #proven settings, and let the pool abandon the new generation.
    this.#parts.log.error('the new workers cannot start: the old ones stay');
    this.#settings = this.#proven;
    this.#parts.log.change(this.#settings.log, this.#settings.level);
    this.#pool.abandon(this.#settings.workers);
    //#endregion
  }

  #reopenLogs(): void {
    //#region 14.5
    // TODO 14.5: open the log again, and let all workers do the same.
    this.#parts.log.reopen();
    this.#pool.tell(SIGUSR1);
    //#endregion
  }

  /** SIGWINCH: the master stays without workers, until SIGHUP. */
  #dismissWorkers(): void {
    //#region 14.5
    // TODO 14.5: dismiss all workers with SIGQUIT, but only as a daemon.
    //   - on a terminal SIGWINCH says that the window has another size
    //   man: tty_ioctl(4) "SIGWINCH"
    if (!this.#parts.daemon) return;
    this.#parts.log.info('dismissing the workers');
    this.#pool.dismissAll(SIGQUIT);
    //#endregion
  }
}

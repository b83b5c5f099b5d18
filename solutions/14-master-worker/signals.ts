/** The signals of the master: blocked while it works, let in while it sleeps. */
import {
  SIG_BLOCK,
  SIGALRM,
  SIGCHLD,
  SIGHUP,
  SIGINT,
  SIGQUIT,
  SIGRTMIN,
  SIGTERM,
  SIGUSR1,
  SIGWINCH,
  sigaction,
  sigprocmask,
  sigsuspend,
} from '#sys';

/** A worker sends it to the master once it serves. Real-time signals queue, and say who has sent them. */
export const SIGREADY = SIGRTMIN;

export const MASTER_SIGNALS: readonly number[] = [
  ...[SIGCHLD, SIGALRM, SIGREADY, SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGWINCH],
];

/** A signal that has arrived, and the process that has sent it. */
export interface Note {
  readonly signum: number;
  readonly pid: number | null;
}

export class Signals {
  /** The mask before anything was blocked: that of every sleep, and the one that a worker needs. */
  readonly outside: readonly number[];
  #notes: Note[] = [];

  constructor() {
    //#region 14.2
    // TODO 14.2: block MASTER_SIGNALS, keep the mask from before in `outside`, and install #note for each.
    //   - in this order: a signal that comes before its handler stays pending, and kills nobody
    //   man: sigprocmask(2), sigaction(2)
    this.outside = sigprocmask(SIG_BLOCK, MASTER_SIGNALS);
    for (const signum of MASTER_SIGNALS) {
      sigaction(signum, { handler: (_signum, { pid }) => this.#note({ signum, pid }) });
    }
    //#endregion
  }

  /** All that a handler does. */
  #note(note: Note): void {
    this.#notes.push(note);
  }

  /** Sleeps until signals have arrived; returns them in the order in which their handlers ran. */
  sleep(): readonly Note[] {
    //#region 14.2
    // TODO 14.2: sleep with the mask from `outside` while there are no #notes; then take all of them.
    //   - the signal must not come after the look at #notes and before the sleep: sigsuspend changes
    //     the mask and sleeps in one step, and until then the signals are blocked
    //   man: sigsuspend(2)
    while (this.#notes.length === 0) sigsuspend(this.outside);
    const notes = this.#notes;
    this.#notes = [];
    return notes;
    //#endregion
  }
}

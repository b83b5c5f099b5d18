/** The workers of the master: who there is, what becomes of one that dies, and which generation serves. */
import { todo } from '#program';
import {
  describeStatus,
  ITIMER_REAL,
  isSystemError,
  kill,
  SIGTERM,
  setitimer,
  type WaitResult,
  WCONTINUED,
  WNOHANG,
  WUNTRACED,
  waitpid,
} from '#sys';
import type { Log } from './log.ts';

/** The exit status of a worker that cannot even start: another one could not either. */
export const CANNOT_START = 3;
/** A worker that dies before this age is replaced after a pause. */
const YOUNG_MS = 1000;
/** The first pause; each further one is twice as long, up to the last. */
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5000;

interface Member {
  /** Its place among the workers of its generation, from 1 on. */
  readonly number: number;
  readonly generation: number;
  readonly born: number;
  /** It has reported that it serves. */
  ready: boolean;
  /** It has been told to go: nobody replaces it. */
  leaving: boolean;
}

export class Pool {
  readonly #log: Log;
  /** Forks a worker; returns its pid. */
  readonly #start: (number: number) => number;
  readonly #members = new Map<number, Member>();
  #wanted = 0;
  /** The generation that is kept up, the last that was complete, and the newest number. */
  #generation = 0;
  #proven = 0;
  #newest = 0;
  /** Young workers that have died in a row. */
  #deaths = 0;
  #pausing = false;
  #failed = false;

  constructor(log: Log, start: (number: number) => number) {
    this.#log = log;
    this.#start = start;
  }

  get size(): number {
    return this.#members.size;
  }

  /** The last generation of which all workers have served; 0 before the first. */
  get proven(): number {
    return this.#proven;
  }

  /** Whether a worker could not start, of a generation that was never complete. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Starts a new generation beside the workers that there are. */
  begin(wanted: number): void {
    this.#wanted = wanted;
    this.#generation = ++this.#newest;
    this.#deaths = 0;
    this.#failed = false;
    this.#fill();
  }

  /** Gives the newest generation up, and keeps up the last one that was complete. */
  abandon(wanted: number): void {
    this.#generation = this.#proven;
    this.#wanted = wanted;
    this.#failed = false;
    this.dismiss(SIGTERM, ({ generation }) => generation > this.#proven);
    this.#fill();
  }

  /** Starts the workers that are missing. */
  #fill(): void {
    const taken = new Set(this.#current().map(({ number }) => number));
    for (let number = 1; number <= this.#wanted; number++) {
      if (!taken.has(number)) this.#add(number);
    }
  }

  #add(number: number): void {
    try {
      const pid = this.#start(number);
      const member = { number, generation: this.#generation, born: performance.now(), ready: false, leaving: false };
      this.#members.set(pid, member);
      this.#log.info(`worker ${pid} is number ${number}`);
    } catch (error) {
      //#region 14.4
      // TODO 14.4: fork has failed, as it does at the limit of processes: log it and #replace after a pause.
      //   - throw every other error again: this catch also runs in the new worker
      //   man: fork(2) "ERRORS"
      todo('14.4', 'fork has failed, as it does at the limit of processes: log it and #replace after a pause', error);
      //#endregion
    }
  }

  #current(): Member[] {
    return [...this.#members.values()].filter((member) => member.generation === this.#generation && !member.leaving);
  }

  /** A worker has reported that it serves. True when it completes a generation; one that was told to go completes none. */
  ready(pid: number): boolean {
    const member = this.#members.get(pid);
    if (member === undefined || member.leaving) return false;
    member.ready = true;
    const current = this.#current();
    const complete = current.length === this.#wanted && current.every((each) => each.ready);
    if (!complete || this.#proven === this.#generation) return false;
    this.#proven = this.#generation;
    return true;
  }

  /** Takes leave of all children that have ended, and logs those that were stopped or continued. */
  reap(): void {
    //#region 14.4
    // TODO 14.4: ask waitpid about every child that has ended, been stopped or been continued, without waiting.
    //   - log `worker ${pid} ${describeStatus(…)}`; call #gone for those that have ended, and only for them
    //   - one SIGCHLD may stand for many
    //   man: waitpid(2) "WUNTRACED", "WCONTINUED"
    todo('14.4', 'ask waitpid about every child that has ended, been stopped or been continued, without waiting');
    //#endregion
  }

  #gone({ pid, exitCode }: WaitResult): void {
    //#region 14.4
    // TODO 14.4: remove it from #members, and #replace it unless it was told to leave.
    //   - CANNOT_START in a generation that was never complete (#proven): set #failed, replace nobody
    //   - a worker that dies before the age of YOUNG_MS is replaced after a pause
    todo('14.4', 'remove it from #members, and #replace it unless it was told to leave');
    //#endregion
  }

  /** Fills the pool: at once, or after a pause when a worker has died young. */
  #replace(young: boolean): void {
    //#region 14.4
    // TODO 14.4: #fill at once; after the death of a young worker only when a pause is over.
    //   - FIRST_PAUSE_MS, then twice as long for each such death in a row, at most LAST_PAUSE_MS
    //   - #pausing: nothing to do, the end of the pause fills all places
    //   - no sleep: SIGALRM ends the pause, and the master must hear other signals meanwhile
    //   man: setitimer(2)
    todo('14.4', '#fill at once; after the death of a young worker only when a pause is over');
    //#endregion
  }

  pauseIsOver(): void {
    this.#pausing = false;
    this.#fill();
  }

  /** Tells workers to go. Nobody replaces them. */
  dismiss(signum: number, which: (member: Readonly<Member>) => boolean): void {
    for (const [pid, member] of this.#members) {
      if (!which(member)) continue;
      member.leaving = true;
      kill(pid, signum);
    }
  }

  /** Tells all workers to go, and keeps none up. */
  dismissAll(signum: number): void {
    this.#wanted = 0;
    this.dismiss(signum, () => true);
  }

  /** Passes a signal on to all workers. */
  tell(signum: number): void {
    for (const pid of this.#members.keys()) kill(pid, signum);
  }
}

/** Forking a worker: what it inherits, and what it must not keep. */
import { todo } from '#program';
import { _exit, close, type Fd, fork, SIG_DFL, signal } from '#sys';
import { MASTER_SIGNALS } from './signals.ts';

/** Forks a process that runs `work`; returns its pid. `masters` are descriptors that belong to the master alone. */
export function startWorker(masters: readonly Fd[], work: () => number): number {
  //#region 14.2
  // TODO 14.2: fork. The worker closes `masters`, undoes the master's handlers, and ends with the status of work.
  //   - it is a copy of the master in the middle of its loop: it must never return from here
  //   - the mask is inherited too: the worker keeps it, and sleeps with Signals.outside
  //   man: fork(2), signal(2), _exit(2)
  todo('14.2', 'fork. The worker closes `masters`, undoes the master\'s handlers, and ends with the status of work');
  //#endregion
}

/** The life of a worker process, from the fork to its exit status. */
import { type Fd, getrlimit, isSystemError, RLIMIT_NOFILE, setproctitle, setrlimit, sigqueue } from '#sys';
import { silence } from './daemon.ts';
import type { Log } from './log.ts';
import { CANNOT_START } from './pool.ts';
import type { Settings } from './settings.ts';
import { SIGREADY } from './signals.ts';
import { Worker } from './worker.ts';

export interface WorkParts {
  /** Its place among the workers. */
  readonly number: number;
  /** The listener of all workers; null when this one opens its own, for this port. */
  readonly shared: Fd | null;
  readonly port: number;
  readonly settings: Settings;
  readonly log: Log;
  readonly lifeline: Fd;
  readonly outside: readonly number[];
  readonly master: number;
  readonly daemon: boolean;
}

/** Serves until the worker is told to stop. Returns the exit status. */
export function work(parts: WorkParts): number {
  showTitle(`worker ${parts.number}`);
  if (parts.daemon) silence(); // the daemon itself waits with that until it serves
  const worker = started(parts);
  if (worker === null) return CANNOT_START;
  try {
    sigqueue(parts.master, SIGREADY, parts.number);
  } catch (error) {
    if (!isSystemError(error, 'ESRCH')) throw error; // the master has gone: the lifeline says so too
  }
  return worker.run();
}

/** A worker with a listener; null when there can be none. */
function started(parts: WorkParts): Worker | null {
  const onLeaving = (): void => showTitle(`worker ${parts.number}, leaving`);
  try {
    limitDescriptors(parts.settings.descriptors);
    return new Worker({ ...parts, onLeaving });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    parts.log.error(`worker ${parts.number} cannot start: ${error.message}`);
    return null;
  }
}

/** The name of this process in ps and top. */
export function showTitle(role: string): void {
  //#region 14.7 silent
  // TODO 14.7: set the title `greeter: ${role}`.
  //   man: ps(1), proc(5) "/proc/pid/cmdline", setproctitle(3)
  //#endregion
}

/** The limit on descriptors of this worker. The master has none of these limits: it would need them all at once. */
function limitDescriptors(soft: number): void {
  //#region 14.7 silent
  // TODO 14.7: set the soft limit of RLIMIT_NOFILE, at most to the hard one, which stays as it is.
  //   - who lowers the hard limit cannot raise it again: the next configuration might ask for more
  //   man: setrlimit(2)
  //#endregion
}

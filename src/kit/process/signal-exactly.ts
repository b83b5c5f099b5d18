import { constants } from 'node:os';
import { close, type Fd, pidfdOpen, pidfdSendSignal } from '#sys';

/** Signals the process with this number, if `isIt` holds while a descriptor keeps hold of it: no later process with that number can be hit. */
export function signalExactly(pid: number, signal: NodeJS.Signals, isIt: () => boolean): void {
  let fd: Fd;
  try {
    fd = pidfdOpen(pid);
  } catch {
    return; // it has ended
  }
  try {
    if (isIt()) pidfdSendSignal(fd, constants.signals[signal]);
  } catch {
    // It has ended in the meantime, or is another user's.
  } finally {
    close(fd);
  }
}

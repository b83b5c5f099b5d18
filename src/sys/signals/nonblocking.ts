import { lookForSignals } from './interruptible.ts';
import { handling } from './pending.ts';

/** Descriptors that this process has made non-blocking: their calls need not look for signals each time. */
let known = new Uint8Array(1024);

/** Updates that record; every call of the layer that sets or clears O_NONBLOCK calls it. */
export function noteNonblocking(fd: number, nonblocking: boolean): void {
  if (fd >= known.length) {
    if (!nonblocking) return;
    const larger = new Uint8Array(Math.max(fd + 1, 2 * known.length));
    larger.set(known);
    known = larger;
  }
  known[fd] = nonblocking ? 1 : 0;
}

/** Clears the record of the descriptors from `first` to `last`, which have been closed. */
export function noteClosedRange(first: number, last: number): void {
  known.fill(0, first, last + 1);
}

/** Clears the record: an open file has become blocking again, and all its descriptors, which are not known, with it. */
export function forgetNonblocking(): void {
  known.fill(0);
}

/** From here on descriptors are also opened and closed by an io_uring, of which the record knows nothing. */
export function distrustRecord(): void {
  trusted = false;
}

let trusted = true;

export const isKnownNonblocking = (fd: number): boolean => trusted && known[fd] === 1;

/** Whether a call on `fd` must be interruptible. For one that cannot block, pending handlers run now and then. */
export function mayBlock(fd: number): boolean {
  if (!handling) return false;
  if (!isKnownNonblocking(fd)) return true;
  lookForSignals();
  return false;
}

import { bindQuietly, errno, failWith } from '../core/ffi.ts';
import { traceGoesOn, traceWaitEnds } from '../core/trace.ts';
import { EINTR } from '../errors.ts';
import { beginWait, endWait, interruptNext, signalsArrived } from './caught.ts';
import { type Delivery, deliver, handling } from './pending.ts';

/**
 * Blocking calls while signal handlers are installed. The rules are those of signal(7):
 *
 * A signal that arrives while the call sleeps interrupts it; its handler runs, and the call fails with EINTR, or goes on
 * with SA_RESTART where it is one that restarts. A signal that arrived before, and whose handler could not run in the
 * middle of the program's code, counts as if it arrived now: its handler runs, and the call is interrupted if it would
 * sleep. A call that finds what it wants at once succeeds in either case.
 */
const cGetsockopt = bindQuietly('int getsockopt(int fd, int level, int name, void *value, void *length)');

/** Whether SA_RESTART applies to a call: never to epoll_wait, poll, select and sleeps. signal(7) */
export type Restarts = boolean | (() => boolean);

/** True after a call that the timer cut short although no handler ran (the signal is blocked): its transfer may be a part. */
let cutShort = false;

/**
 * Makes a call that may block, and runs handlers as said above. `call` returns -1 and sets errno on failure, and so does this.
 */
export function interruptible(restarts: Restarts, call: () => number): number {
  if (!handling) return call();
  let owed = false;
  for (;;) {
    beginWait();
    if (signalsArrived()) {
      endWait();
      owed = interrupts(deliver(), restarts) || owed;
      continue;
    }
    if (owed) interruptNext();
    const result = call();
    const error = result < 0 ? errno() : 0;
    const ticked = endWait();
    if (error !== EINTR) {
      if (ticked || signalsArrived()) cutShort = deliver() === 'none' && !owed;
      return result < 0 ? failWith(error) : result;
    }
    traceGoesOn();
    const ran = deliverInCall();
    if (!owed && (ran === 'none' ? ticked : !interrupts(ran, restarts))) continue;
    traceWaitEnds(-1, EINTR);
    return failWith(EINTR);
  }
}

const interrupts = (ran: Delivery, restarts: Restarts): boolean =>
  ran === 'interrupt' || (ran === 'restart' && !(typeof restarts === 'boolean' ? restarts : restarts()));

/** Runs handlers; the exception of one ends the call in the trace. */
function deliverInCall(): Delivery {
  try {
    return deliver();
  } catch (error) {
    traceWaitEnds(-1, EINTR);
    throw error;
  }
}

/**
 * Makes a call that transfers all of `length` bytes unless it is interrupted, such as a blocking write. `call` transfers
 * what is left after the first `done` bytes.
 */
export function interruptibleTransfer(restarts: Restarts, length: number, call: (done: number) => number): number {
  if (!handling) return call(0);
  let done = 0;
  for (;;) {
    cutShort = false;
    const n = interruptible(restarts, () => call(done));
    if (n < 0) return done > 0 ? done : n;
    done += n;
    if (!cutShort || n === 0 || done >= length) return done;
  }
}

const SOL_SOCKET = 1;
export const SO_RCVTIMEO = 20;
export const SO_SNDTIMEO = 21;

/** A call on a socket with a time-out is never restarted. signal(7) */
export const unlessTimed =
  (fd: number, option: number): Restarts =>
  () =>
    !hasTimeout(fd, option);

function hasTimeout(fd: number, option: number): boolean {
  const value = Buffer.alloc(16);
  return (
    cGetsockopt(fd, SOL_SOCKET, option, value, Buffer.from([16, 0, 0, 0])) === 0 && value.some((byte) => byte !== 0)
  );
}

/** A program that never blocks looks for signals once in this number of calls. */
const CALLS_PER_LOOK = 256;
let calls = 0;

/** Runs pending handlers once in a while, for a program that is never idle. A caller that sleeps afterwards must check the result. */
export function lookForSignals(): Delivery {
  return ++calls % CALLS_PER_LOOK === 0 ? deliver() : 'none';
}

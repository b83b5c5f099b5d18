import { IORING_ENTER_EXT_ARG } from '../constants.ts';
import { checkFd, checkFlags, checkInt, type Fd, wrong } from '../core/check.ts';
import { addressOf, bindSyscall, errno } from '../core/ffi.ts';
import { ETIME, SystemError } from '../errors.ts';
import { writeTimeUntil } from '../readiness/remaining.ts';
import { interruptibleTransfer } from '../signals/interruptible.ts';
import { handling } from '../signals/pending.ts';

const SYS_IO_URING_ENTER = 426;
const cEnter = bindSyscall(
  SYS_IO_URING_ENTER,
  'int io_uring_enter(unsigned int fd, unsigned int to_submit, unsigned int min_complete, unsigned int flags, const void *arg, size_t argsz)',
);

/** The argument of IORING_ENTER_EXT_ARG: the wait ends after `timeout` milliseconds. */
export interface GeteventsArg {
  readonly timeout: number;
}

/** struct io_uring_getevents_arg, whose last word is the address of the struct timespec behind it. */
const EXT_ARG_BYTES = 24;
const extArg = Buffer.alloc(EXT_ARG_BYTES + 16);
const timespec = extArg.subarray(EXT_ARG_BYTES);
extArg.writeBigUInt64LE(addressOf(timespec), 16);

/**
 * `int io_uring_enter(unsigned int fd, unsigned int to_submit, unsigned int min_complete, unsigned int flags, const void *arg, size_t argsz)`
 *
 * Submits the first `toSubmit` entries of the submission queue and, with IORING_ENTER_GETEVENTS, waits until `minComplete`
 * completions are in the completion queue, with IORING_ENTER_EXT_ARG at most `arg.timeout` ms. Returns the number of
 * entries submitted: when it is smaller, one of them was bad or the queue had no more, and the call has not waited. `null`
 * after the time-out, unless something was submitted. Throws EINTR when a signal handler ran and nothing was submitted;
 * where something was, the number is returned, with perhaps fewer completions; SA_RESTART makes no difference. Throws EBUSY
 * or EAGAIN when completions must be taken first, EEXIST on another thread than IORING_SETUP_SINGLE_ISSUER allows.
 * io_uring_enter(2)
 */
export function ioUringEnter(fd: Fd, toSubmit: number, minComplete: number, flags?: number): number;
export function ioUringEnter(
  fd: Fd,
  toSubmit: number,
  minComplete: number,
  flags: number,
  arg: GeteventsArg,
): number | null;
export function ioUringEnter(
  fd: Fd,
  toSubmit: number,
  minComplete: number,
  flags = 0,
  arg: GeteventsArg | null = null,
): number | null {
  checkFd(fd);
  checkInt(toSubmit, 'toSubmit', 0);
  checkInt(minComplete, 'minComplete', 0);
  checkFlags(flags);
  const enter = arg === null ? plain(fd, minComplete, flags) : timed(fd, minComplete, flags, arg);
  const n = handling ? enterUnderHandlers(toSubmit, enter) : enter(toSubmit);
  if (n >= 0) return n;
  const error = errno();
  if (error === ETIME) return null;
  throw new SystemError('io_uring_enter', error);
}

type Enter = (toSubmit: number) => number;

const plain =
  (fd: Fd, minComplete: number, flags: number): Enter =>
  (toSubmit) =>
    cEnter(fd, toSubmit, minComplete, flags, null, 0);

function timed(fd: Fd, minComplete: number, flags: number, arg: GeteventsArg): Enter {
  if (arg === undefined || typeof arg !== 'object') wrong('arg', arg, 'an object like { timeout }');
  checkInt(arg.timeout, 'arg.timeout', 0);
  if ((flags & IORING_ENTER_EXT_ARG) === 0)
    wrong('flags', flags, 'made with IORING_ENTER_EXT_ARG when there is an arg');
  const end = performance.now() + arg.timeout;
  return (toSubmit) => {
    writeTimeUntil(end, timespec);
    return cEnter(fd, toSubmit, minComplete, flags, extArg, EXT_ARG_BYTES);
  };
}

/** Waits again after a signal without a handler has cut the wait short: the length counts the wait as one more entry. */
const enterUnderHandlers = (toSubmit: number, enter: Enter): number =>
  interruptibleTransfer(
    false,
    toSubmit + 1,
    (done) => (done > 0 && done < toSubmit ? 0 : enter(toSubmit - done)), // the kernel does not wait behind a bad entry
  );

import { SA_RESTART, SIG_BLOCK, SIG_DFL, SIG_IGN, SIG_SETMASK, SIG_UNBLOCK, SIGKILL, SIGSTOP } from '../constants.ts';
import { checkFlags, checkFunction, checkInt, wrong } from '../core/check.ts';
import { bind, bindQuietly } from '../core/ffi.ts';
import { check } from '../core/result.ts';
import { EINVAL, SystemError } from '../errors.ts';
import { lookAgain, TICK_SIGNAL } from './caught.ts';
import { interruptible } from './interruptible.ts';
import {
  actionOf,
  block,
  deliver,
  installAction,
  isBlocked,
  pendingSignals,
  removeAction,
  signalsWait,
  unblock,
} from './pending.ts';
import type { Siginfo } from './siginfo.ts';
import { checkSignal, maskSignals, signalMaskBytes } from './sigset.ts';

const cSigmask = bindQuietly('int pthread_sigmask(int how, const void *set, void *oldset)');
const cSignal = bind('uintptr_t signal(int signum, uintptr_t handler)');
const cSigpending = bind('int sigpending(void *set)');
const cAlarm = bind('unsigned int alarm(unsigned int seconds)');
const cSetitimer = bind('int setitimer(int which, const void *new_value, void *old_value)');
const cSigsuspend = bind('int pause(void)', 'sigsuspend');
const cNanosleep = bind('int nanosleep(const void *req, void *rem)');
const libcSigaction = bindQuietly('int sigaction(int signum, const void *act, void *oldact)');

/** The layer keeps one signal for itself, as libc keeps two. */
const UNCATCHABLE: readonly number[] = [SIGKILL, SIGSTOP, TICK_SIGNAL];

/** A JavaScript handler, SIG_DFL or SIG_IGN. */
export type SignalHandler = ((signum: number, info: Siginfo) => void) | typeof SIG_DFL | typeof SIG_IGN;

export interface Sigaction {
  readonly handler: SignalHandler;
  /** SA_RESTART, SA_NOCLDSTOP, SA_NOCLDWAIT, SA_NODEFER, SA_RESETHAND; 0 when left out. */
  readonly flags?: number;
  /** Signals blocked while the handler runs, in addition to its own. */
  readonly mask?: readonly number[];
}

/**
 * `int sigaction(int signum, const struct sigaction *act, struct sigaction *oldact)`
 *
 * Sets the action of `signum`. A handler runs at the program's next call that may block. If the call would sleep, it then
 * throws EINTR, unless SA_RESTART is set and the call is one that restarts; select, poll, epoll_wait and sleeps never do.
 * Returns the previous handler. Throws EINVAL for SIGKILL and SIGSTOP, and for SIGSTKFLT, which the layer needs itself.
 * sigaction(2), signal(7)
 */
export function sigaction(signum: number, action: Sigaction): SignalHandler {
  checkSignal(signum);
  if (action === null || typeof action !== 'object') wrong('action', action, 'an object like { handler, flags }');
  const { handler, flags = 0, mask = [] } = action;
  checkFlags(flags);
  signalMaskBytes(mask);
  if (UNCATCHABLE.includes(signum)) throw new SystemError('sigaction', EINVAL);
  const before = currentHandler(signum);
  if (handler === SIG_DFL || handler === SIG_IGN) {
    removeAction(signum, handler);
    return before;
  }
  checkFunction(handler, 'handler');
  const result = installAction(signum, { handler, flags, mask });
  if (result < 0) throw new SystemError('sigaction', -result);
  return before;
}

/**
 * `sighandler_t signal(int signum, sighandler_t handler)`
 *
 * As in glibc: `sigaction` with SA_RESTART. Returns the previous handler. signal(2)
 */
export function signal(signum: number, handler: SignalHandler): SignalHandler {
  return sigaction(signum, { handler, flags: SA_RESTART });
}

function currentHandler(signum: number): SignalHandler {
  const mine = actionOf(signum);
  if (mine !== undefined) return mine.handler;
  const action = Buffer.alloc(152);
  libcSigaction(signum, null, action);
  return action.readBigUInt64LE(0) === 1n ? SIG_IGN : SIG_DFL;
}

/**
 * `int sigprocmask(int how, const sigset_t *set, sigset_t *oldset)`
 *
 * Adds to (SIG_BLOCK), removes from (SIG_UNBLOCK) or replaces (SIG_SETMASK) the set of blocked signals. Handlers of
 * pending signals that become unblocked run before it returns. Returns the previous mask. sigprocmask(2)
 */
export function sigprocmask(how: number, signals: readonly number[]): number[] {
  checkInt(how, 'how', SIG_BLOCK, SIG_SETMASK);
  const bytes = signalMaskBytes(signals);
  const before = Buffer.alloc(128);
  cSigmask(SIG_BLOCK, null, before);
  const wanted = new Set(maskSignals(bytes));
  for (let signum = 1; signum <= 64; signum++) {
    if (UNCATCHABLE.includes(signum)) continue;
    if (wanted.has(signum) && how !== SIG_UNBLOCK && !isBlocked(signum)) block(signum);
    const release = how === SIG_UNBLOCK ? wanted.has(signum) : how === SIG_SETMASK && !wanted.has(signum);
    if (release && isBlocked(signum)) unblock(signum);
  }
  check(cSigmask(how, how === SIG_UNBLOCK ? bytes : kernelMask(bytes), null), 'sigprocmask');
  deliver();
  return maskSignals(before);
}

/** The layer's own signal is never blocked, as libc keeps its two unblocked. */
function kernelMask(bytes: Buffer): Buffer {
  const mask = Buffer.from(bytes);
  mask[(TICK_SIGNAL - 1) >> 3] = (mask[(TICK_SIGNAL - 1) >> 3] as number) & ~(1 << ((TICK_SIGNAL - 1) & 7));
  return mask;
}

/** `int sigpending(sigset_t *set)`: the blocked signals that are pending. sigpending(2) */
export function sigpending(): number[] {
  // Pending in the kernel, or here, when another of Node's threads has taken the blocked signal.
  const bytes = Buffer.alloc(128);
  check(cSigpending(bytes), 'sigpending');
  const waiting = new Set([...pendingSignals(), ...maskSignals(bytes)]);
  return [...waiting].filter(isBlocked).sort((a, b) => a - b);
}

/**
 * `int sigsuspend(const sigset_t *mask)`
 *
 * Waits with exactly `mask` blocked until a signal handler has run, then restores the old mask, atomically, so that no
 * signal is lost in between. C's only result, -1 with EINTR, is a plain return here. sigsuspend(2)
 */
export function sigsuspend(mask: readonly number[]): void {
  withMask(mask, () => interruptible(false, () => cSigsuspend()));
}

/** `int pause(void)`: waits until a signal handler has run. pause(2) */
export function pause(): void {
  sigsuspend(sigprocmask(SIG_BLOCK, []));
}

/** Runs `wait` with exactly `mask` blocked. Signals that become unblocked stay pending until `wait` handles them. */
export function withMask<T>(mask: readonly number[], wait: () => T): T {
  const bytes = signalMaskBytes(mask);
  const before = Buffer.alloc(128);
  cSigmask(SIG_SETMASK, kernelMask(bytes), before);
  const blocked = maskSignals(before);
  blocked.filter((signum) => !mask.includes(signum)).forEach(unblock);
  mask.filter((signum) => !blocked.includes(signum)).forEach(block);
  if (signalsWait()) lookAgain();
  try {
    return wait();
  } finally {
    mask.filter((signum) => !blocked.includes(signum)).forEach(unblock);
    blocked.filter((signum) => !mask.includes(signum)).forEach(block);
    cSigmask(SIG_SETMASK, before, null);
  }
}

/**
 * `unsigned alarm(unsigned seconds)`
 *
 * Sends SIGALRM in `seconds`; 0 cancels it. Returns the seconds that were left of the previous alarm. alarm(2)
 */
export function alarm(seconds: number): number {
  checkInt(seconds, 'seconds', 0);
  return cAlarm(seconds);
}

/** A timer's first and later periods, in ms; 0 means none. */
export interface Itimer {
  readonly value: number;
  readonly interval: number;
}

/**
 * `int setitimer(int which, const struct itimerval *new, struct itimerval *old)`
 *
 * Sends SIGALRM after `value` ms and then every `interval` ms (ITIMER_REAL). Returns the previous setting. setitimer(2)
 */
export function setitimer(which: number, timer: Itimer): Itimer {
  checkInt(which, 'which');
  if (timer === null || typeof timer !== 'object') wrong('timer', timer, 'an object like { value, interval }');
  checkInt(timer.value, 'value', 0);
  checkInt(timer.interval, 'interval', 0);
  const bytes = Buffer.alloc(32);
  const old = Buffer.alloc(32);
  [timer.interval, timer.value].forEach((ms, i) => {
    bytes.writeBigInt64LE(BigInt(Math.floor(ms / 1000)), 16 * i);
    bytes.writeBigInt64LE(BigInt(Math.round((ms % 1000) * 1000)), 16 * i + 8);
  });
  check(cSetitimer(which, bytes, old), 'setitimer');
  const ms = (offset: number) =>
    Number(old.readBigInt64LE(offset)) * 1000 + Number(old.readBigInt64LE(offset + 8)) / 1000;
  return { interval: ms(0), value: ms(16) };
}

/**
 * `int nanosleep(const struct timespec *req, struct timespec *rem)`, in milliseconds.
 *
 * Sleeps; throws EINTR when a signal handler ran. nanosleep(2)
 */
export function sleepMs(milliseconds: number): void {
  checkInt(milliseconds, 'milliseconds', 0);
  const left = Buffer.alloc(16); // the kernel writes what is left into it, with which the sleep goes on
  left.writeBigInt64LE(BigInt(Math.floor(milliseconds / 1000)), 0);
  left.writeBigInt64LE(BigInt((milliseconds % 1000) * 1_000_000), 8);
  check(
    interruptible(false, () => cNanosleep(left, left)),
    'nanosleep',
  );
}

/**
 * Restores the default action of SIGPIPE, as in C: writing to a reset connection ends the process unless the program
 * handles it. Node ignores SIGPIPE from its start, and children inherit that.
 */
export function restoreSigpipe(): void {
  cSignal(13, 0);
}

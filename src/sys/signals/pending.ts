import { SA_NODEFER, SA_RESETHAND, SA_RESTART, SIGCHLD, SIGCONT, SIGRTMIN, SIGURG, SIGWINCH } from '../constants.ts';
import { bindQuietly } from '../core/ffi.ts';
import { traceHandlerBegins, traceHandlerEnds } from '../core/trace.ts';
import { catchSignal, collect } from './caught.ts';
import { bareSiginfo, type Siginfo } from './siginfo.ts';

/**
 * The action of a signal. This file keeps the actions, the blocked and the pending signals, and runs the handlers.
 * As in the kernel, a standard signal is pending or not: when it arrives twice before its handler runs, it runs once.
 * Real-time signals queue.
 */
interface SignalAction {
  readonly handler: (signum: number, info: Siginfo) => void;
  readonly flags: number;
  /** Signals blocked while the handler runs, in addition to its own. */
  readonly mask: readonly number[];
}

const NSIG = 65;

const actions = new Map<number, SignalAction>();
const caught = new Uint8Array(NSIG);
const blockCount = new Uint8Array(NSIG); // blocked by the program and by each running handler
const pending = new Uint8Array(NSIG);
/** The siginfo of pending signals: of a standard one that of its first, of a real-time one one for each. */
const infos = new Map<number, Siginfo[]>();

/** Whether any signal is caught, so that blocking calls must look for signals. While false they pay nothing. */
export let handling = false;

const libcSignal = bindQuietly('uintptr_t signal(int signum, uintptr_t handler)');
const libcSigaction = bindQuietly('int sigaction(int signum, const void *act, void *oldact)');
const raise = bindQuietly('int kill(int pid, int signum)');
const getpid = bindQuietly('int getpid(void)');

export const actionOf = (signum: number): SignalAction | undefined => actions.get(signum);

/** Installs a JavaScript handler. Returns 0, or a negative errno. */
export function installAction(signum: number, action: SignalAction): number {
  const result = catchSignal(signum, action.flags);
  if (result < 0) return result;
  actions.set(signum, action);
  caught[signum] = 1;
  handling = true;
  return 0;
}

/** Signals whose default action is to be ignored: a pending one is discarded. signal(7) */
const IGNORED_BY_DEFAULT: readonly number[] = [SIGCHLD, SIGCONT, SIGURG, SIGWINCH];

/** Installs SIG_DFL or SIG_IGN, which also applies to a signal that is pending. sigaction(2) */
export function removeAction(signum: number, disposition: 0 | 1): void {
  libcSignal(signum, disposition); // first, so that no more signals are caught after `note`
  note();
  const waits = pending[signum] === 1 && disposition === 0 && !IGNORED_BY_DEFAULT.includes(signum);
  actions.delete(signum);
  if (!waits) forget(signum);
  release(signum);
  if (disposition === 0 && isBlocked(signum)) hold(signum);
  if (!waits || isBlocked(signum)) return;
  forget(signum);
  raise(getpid(), signum);
}

/** After the last caught signal blocking calls are plain again, as in a child that resets its parent's handlers. */
function release(signum: number): void {
  caught[signum] = 0;
  handling = caught.includes(1);
}

function forget(signum: number): void {
  pending[signum] = 0;
  infos.delete(signum);
}

export const isBlocked = (signum: number): boolean => (blockCount[signum] ?? 0) > 0;

export function block(signum: number): void {
  blockCount[signum] = (blockCount[signum] ?? 0) + 1;
  hold(signum);
}

export function unblock(signum: number): void {
  blockCount[signum] = Math.max(0, (blockCount[signum] ?? 0) - 1);
}

/**
 * Catches a blocked signal, so that it stays pending here: blocking it on this thread does not keep Node's other threads
 * from taking it. Not needed for signals with SIG_IGN.
 */
function hold(signum: number): void {
  if (caught[signum] === 1 || isIgnored(signum)) return;
  if (catchSignal(signum) < 0) return; // SIGKILL and SIGSTOP cannot be held
  caught[signum] = 1;
  handling = true;
}

const SIGACTION_BYTES = 152;

function isIgnored(signum: number): boolean {
  const action = Buffer.alloc(SIGACTION_BYTES);
  return libcSigaction(signum, null, action) === 0 && action.readBigUInt64LE(0) === 1n;
}

/** Makes the signals that have been caught pending. */
function note(): void {
  collect({
    flagged: (signum) => {
      if (signum < SIGRTMIN) pending[signum] = 1;
    },
    noted: (info) => {
      const known = infos.get(info.signo);
      if (info.signo < SIGRTMIN) {
        if (pending[info.signo] === 1 && known === undefined) infos.set(info.signo, [info]);
        return;
      }
      pending[info.signo] = 1;
      if (known === undefined) infos.set(info.signo, [info]);
      else known.push(info);
    },
  });
}

export const pendingSignals = (): number[] => {
  note();
  return [...pending.keys()].filter((signum) => pending[signum] === 1);
};

/** True when `deliver` would run a handler. */
export function signalsWait(): boolean {
  note();
  return pending.some((waits, signum) => waits === 1 && !isBlocked(signum));
}

/** Takes the lowest pending signal of `wanted`, or the first of several in its queue; `null` when none is pending. */
export function takePending(wanted: readonly number[]): Siginfo | null {
  note();
  const signum = [...wanted].sort((a, b) => a - b).find((each) => pending[each] === 1);
  return signum === undefined ? null : take(signum);
}

function take(signum: number): Siginfo {
  const queue = infos.get(signum);
  const info = queue?.shift() ?? bareSiginfo(signum);
  if (queue === undefined || queue.length === 0) forget(signum);
  return info;
}

/** The effect of the handlers that ran on the call that they interrupted. */
export type Delivery = 'none' | 'restart' | 'interrupt';

/** The number of handlers without SA_RESTART that have run. */
let interruptions = 0;

/** Runs the handlers of all signals that are pending and not blocked. A handler's own calls may run others. */
export function deliver(): Delivery {
  note();
  const before = interruptions;
  let delivery: Delivery = 'none';
  for (let signum = 1; signum < NSIG; signum++) {
    if (pending[signum] !== 1 || isBlocked(signum)) continue;
    const info = take(signum);
    const action = actions.get(signum);
    if (action === undefined) {
      defaultAction(signum);
      continue;
    }
    runHandler(signum, action, info);
    if ((action.flags & SA_RESTART) === 0) interruptions++;
    delivery = 'restart';
    signum = 0; // start again: signals that were blocked while it ran may be pending
  }
  return interruptions === before ? delivery : 'interrupt';
}

/** Raises a signal without a handler again with its default action, when it is no longer blocked. */
function defaultAction(signum: number): void {
  release(signum);
  libcSignal(signum, 0);
  raise(getpid(), signum);
}

function runHandler(signum: number, action: SignalAction, info: Siginfo): void {
  const held = (action.flags & SA_NODEFER) === 0 ? [signum, ...action.mask] : action.mask;
  held.forEach(block);
  if ((action.flags & SA_RESETHAND) !== 0) removeAction(signum, 0);
  const waiting = traceHandlerBegins(signum);
  try {
    action.handler(signum, info);
  } finally {
    traceHandlerEnds(waiting);
    held.forEach(unblock);
  }
}

/** A forked child starts with no pending signals: those belong to the parent. fork(2) */
export function forgetPending(): void {
  pending.fill(0);
  infos.clear();
}

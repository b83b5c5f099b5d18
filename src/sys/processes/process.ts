import nodeProcess from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { SIG_SETMASK, WNOHANG } from '../constants.ts';
import { checkInt, wrong } from '../core/check.ts';
import { bind, bindQuietly, errno, failWith, observed } from '../core/ffi.ts';
import { check, fail } from '../core/result.ts';
import { traceMark } from '../core/trace.ts';
import { ECHILD, SystemError } from '../errors.ts';
import { forkCaught } from '../signals/caught.ts';
import { interruptible } from '../signals/interruptible.ts';
import { deliver, forgetPending, handling } from '../signals/pending.ts';
import { signalMaskBytes, signalName } from '../signals/sigset.ts';
import { runningThreads } from '../threads/thread.ts';
import { onlyHelpersLeft } from './loader-helpers.ts';
import { tellKilledChild } from './reaped.ts';

const cMadvise = bindQuietly('int madvise(uintptr_t addr, size_t length, int advice)');
const forkQuietly = bindQuietly<() => number>('int fork(void)');
const cFork = observed('fork', forkWithHeap);
const cExit = bind('void _exit(int status)');
const cWaitpid = bind('int waitpid(int pid, void *wstatus, int options)');
const cKill = bind('int kill(int pid, int sig)');
const cGetpid = bind('int getpid(void)');
const cGetppid = bind('int getppid(void)');
const cGettid = bind('int gettid(void)');
const cGetpgid = bind('int getpgid(int pid)');
const cSetpgid = bind('int setpgid(int pid, int pgid)');
const cSetsid = bind('int setsid(void)');
const cSigmask = bindQuietly('int pthread_sigmask(int how, const void *set, void *oldset)');

/** The Node options that `fork` needs: no helper threads, because a child would lack them. */
export const FORK_FLAGS = ['--single-threaded', '--v8-pool-size=0'] as const;

const MADV_DOFORK = 11;
const TOP_OF_USER_MEMORY = nodeProcess.arch === 'x64' ? 0x7ffffffff000 : 2 ** 48;
const ALL_SIGNALS = signalMaskBytes(Array.from({ length: 64 }, (_, i) => i + 1));

/** Children that have not been reaped. */
const children = new Set<number>();

/**
 * `pid_t fork(void)`
 *
 * Copies the process. Returns the child's pid in the parent and 0 in the child, which has a copy
 * of every descriptor. The child has one thread and no event loop: it works with system calls and
 * leaves by `_exit`. Refused while threads run: a mutex that one of them holds would stay locked in the child. Throws EAGAIN
 * at the process limit. fork(2)
 */
export function fork(): number {
  refuseUnsafeFork();
  const mask = Buffer.alloc(128);
  // All signals are blocked: one that reached the child before `forkCaught` would be forgotten with the parent's.
  cSigmask(SIG_SETMASK, ALL_SIGNALS, mask);
  const pid = cFork();
  const error = pid < 0 ? errno() : 0;
  if (pid === 0) becomeChild();
  cSigmask(SIG_SETMASK, mask, null);
  if (pid < 0) throw new SystemError('fork', error);
  if (pid > 0) children.add(pid);
  return pid;
}

/**
 * V8 marks its heap MADV_DONTFORK, and the child needs it. Nothing may run between the two calls, no fault and no trace: memory that V8
 * gets there is marked again, and the child dies of SIGSEGV. ENOMEM and EINVAL speak of holes and are harmless.
 */
function forkWithHeap(): number {
  cMadvise(0, TOP_OF_USER_MEMORY, MADV_DOFORK);
  return forkQuietly();
}

function becomeChild(): void {
  forkCaught();
  forgetPending();
  children.clear();
  // The original process.exit would wait for threads that the child does not have.
  (nodeProcess as unknown as { reallyExit: (code?: number) => void }).reallyExit = (code = 0) =>
    _exit(Number(code) & 0xff);
}

function refuseUnsafeFork(): void {
  if (!isMainThread) throw new Error('fork: only the main thread may fork.');
  const threads = runningThreads();
  if (threads > 0) {
    throw new Error(
      `fork: ${threads === 1 ? 'a thread is' : `${threads} threads are`} running, and a mutex that one of them holds would stay locked in the child, ` +
        'which has only this thread. Fork before the threads are started, or after they have been joined.',
    );
  }
  const missing = FORK_FLAGS.filter((flag) => !nodeProcess.execArgv.includes(flag));
  if (missing.length > 0) {
    throw new Error(
      `fork: Node was started without ${missing.join(' ')}, and its helper threads do not survive a fork: the child could hang. ` +
        'Start the program with npm run lesson NN run, or with node --single-threaded --v8-pool-size=0 --import tsx FILE.',
    );
  }
}

/** `void _exit(int status)`: ends this process now, with the low 8 bits of `status`, running no exit handlers. _exit(2) */
export function _exit(status: number): never {
  checkInt(status, 'status');
  cExit(status);
  throw new Error('unreachable');
}

/** A child that has ended, been stopped or been continued: exactly one of the last four fields is set. */
export interface WaitResult {
  readonly pid: number;
  readonly exitCode: number | null;
  /** The signal that ended it. */
  readonly termSignal: number | null;
  readonly stopSignal: number | null;
  readonly continued: boolean;
}

const status = new Int32Array(1);

/**
 * `pid_t waitpid(pid_t pid, int *wstatus, int options)`
 *
 * Reaps a child: `pid` -1 any child, > 0 that one, 0 any of the caller's process group. With WNOHANG it returns `null`
 * when no such child has ended, also when there are no children at all. Without WNOHANG it waits, and throws ECHILD when
 * there is no such child, EINTR when a signal handler ran. waitpid(2)
 */
export function waitpid(pid: number, options = 0): WaitResult | null {
  checkInt(pid, 'pid');
  checkInt(options, 'options', 0);
  const wait = (options & WNOHANG) === 0;
  // A handler may have reaped the last child; the loader's compiler does not count as one.
  const childless = (): boolean => wait && pid <= 0 && children.size === 0 && onlyHelpersLeft();
  const ended = interruptible(true, () => (childless() ? failWith(ECHILD) : cWaitpid(pid, status, options)));
  if (ended === 0) return null;
  if (ended < 0) {
    if (!wait && errno() === ECHILD) return null;
    fail('waitpid');
  }
  const result = decodeStatus(ended, status[0] as number);
  if (result.exitCode !== null || result.termSignal !== null) {
    children.delete(ended);
    traceMark('reaps', [ended, status[0] as number]);
    if (result.termSignal !== null) tellKilledChild(ended, result.termSignal);
  }
  return result;
}

/** wait(2), <sys/wait.h>: WIFEXITED and its kin. */
function decodeStatus(pid: number, raw: number): WaitResult {
  const low = raw & 0x7f;
  const high = (raw >> 8) & 0xff;
  const base = { pid, exitCode: null, termSignal: null, stopSignal: null, continued: false };
  if (raw === 0xffff) return { ...base, continued: true };
  if (low === 0x7f) return { ...base, stopSignal: high };
  return low === 0 ? { ...base, exitCode: high } : { ...base, termSignal: low };
}

/** `exited with status 0`, `killed by SIGPIPE`…, for logs. */
export function describeStatus(ended: WaitResult): string {
  if (ended === null || typeof ended !== 'object') wrong('ended', ended, 'what waitpid returned');
  if (ended.exitCode !== null) return `exited with status ${ended.exitCode}`;
  if (ended.termSignal !== null) return `killed by ${signalName(ended.termSignal)}`;
  return ended.stopSignal !== null ? `stopped by ${signalName(ended.stopSignal)}` : 'continued';
}

/**
 * `int kill(pid_t pid, int sig)`
 *
 * Sends `signum` to a process, with a negative pid to a process group; signal 0 only tests whether it exists. When a
 * process signals itself, its handler has run before this returns. Throws ESRCH, EPERM. kill(2)
 */
export function kill(pid: number, signum: number): void {
  checkInt(pid, 'pid');
  checkInt(signum, 'signum', 0, 64);
  check(cKill(pid, signum), 'kill');
  if (handling && pid === cGetpid()) deliver();
}

/** `pid_t getpid(void)`: the pid of this process. getpid(2) */
export const getpid = (): number => cGetpid();

/** `pid_t getppid(void)`: the pid of the parent, or of the process that adopted this one. getppid(2) */
export const getppid = (): number => cGetppid();

/** `pid_t gettid(void)`: the kernel's id of this thread. gettid(2) */
export const gettid = (): number => cGettid();

/** `pid_t getpgid(pid_t pid)`: the process group of a process; pid 0 is the caller. getpgid(2) */
export function getpgid(pid: number): number {
  checkInt(pid, 'pid', 0);
  const group = cGetpgid(pid);
  return group >= 0 ? group : fail('getpgid');
}

/** `int setpgid(pid_t pid, pid_t pgid)`: moves a process into a group. pid 0 is the caller, pgid 0 a new group of the process. setpgid(2) */
export function setpgid(pid: number, pgid: number): void {
  checkInt(pid, 'pid', 0);
  checkInt(pgid, 'pgid', 0);
  check(cSetpgid(pid, pgid), 'setpgid');
}

/** `pid_t setsid(void)`: starts a new session without a terminal. Throws EPERM for a group leader. setsid(2) */
export function setsid(): number {
  const session = cSetsid();
  return session >= 0 ? session : fail('setsid');
}

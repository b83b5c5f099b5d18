import { arch } from 'node:process';
import { SA_NOCLDSTOP, SA_NOCLDWAIT } from '../constants.ts';
import { bindQuietly, errno, viewMemory } from '../core/ffi.ts';
import { EINVAL, SystemError } from '../errors.ts';
import { MACHINE_CODE } from './handler/code.ts';
import { decodeSiginfo, SIGINFO_BYTES, type Siginfo } from './siginfo.ts';

/**
 * Catches signals.
 *
 * JavaScript cannot run inside a C signal handler. The handler is therefore a few lines of machine code (handler/*.s): it
 * notes the signal and its siginfo in the memory below, and `collect` reports them on the thread that caught them.
 *
 * A thread that is about to block says so (`beginWait`), looks for noted signals, and makes the call. A signal that
 * arrives in between, or that the kernel gives to another of Node's threads, must still interrupt the call: if the
 * thread waits, the handler starts a POSIX timer, which signals this thread (SIGSTKFLT, which nothing else uses) every
 * millisecond until `endWait` stops it. So every blocking call is the plain one, and no signal is lost.
 *
 * The memory, in words of 4 bytes:
 */
const WAITS = 0; // 1 while the thread is in a call that signals interrupt
const ARRIVED = 1; // 1 when signals have been noted that were not collected
const TICKS = 2; // 1 when the timer has been started
const TIMER = 3; // its id
const PERIOD = 4; // its struct itimerspec: interval and first expiration
const HEAD = 12; // slots taken since the beginning, and slots collected
const TAIL = 13;
const FLAGS_BYTE = 64; // a byte for each signal
const ZEROS_BYTE = 192; // a struct itimerspec that stops the timer
const SLOTS_BYTE = 256;
const SLOTS = 8192; // as in handler/*.s; a siginfo each
const SLOT_BYTES = 64;
const SEQUENCE_BYTE = 56; // in a slot: its number from 1 on, written last
const MEMORY_BYTES = SLOTS_BYTE + SLOTS * SLOT_BYTES;
const NSIG = 65;

/** The signal of the timer. No program can catch, block or wait for it. */
export const TICK_SIGNAL = 16; // SIGSTKFLT
const TICK_NS = 1_000_000n;

const PROT_READ = 1;
const PROT_WRITE = 2;
const PROT_EXEC = 4;
const MAP_PRIVATE_ANONYMOUS = 0x22;
const MAP_FAILED = 2 ** 64;
const PAGE_BYTES = 4096;
const SA_SIGINFO = 4;
const CLOCK_MONOTONIC = 1;
const SIGEV_THREAD_ID = 4;
// By syscall(2): libc's own timer_create gives its timers other ids than the kernel's.
const SYS_TIMER_CREATE = arch === 'x64' ? 222 : 107;
const SYS_TIMER_SETTIME = arch === 'x64' ? 223 : 110;

const cMmap = bindQuietly('uintptr_t mmap(uintptr_t addr, size_t length, int prot, int flags, int fd, long offset)');
const cMprotect = bindQuietly('int mprotect(uintptr_t addr, size_t length, int prot)');
const cSigaction = bindQuietly('int sigaction(int signum, const void *act, void *oldact)');
const cGettid = bindQuietly('int gettid(void)');
const cTimerCreate = bindQuietly('long syscall(long number, int clock, void *event, void *id)');
const cTimerSettime = bindQuietly('long syscall(long number, int id, int flags, uintptr_t value, uintptr_t old)');

let words = new Int32Array(0);
let flags = new Uint8Array(0);
let slots = new Uint8Array(0);
let memory = 0;
let code = 0;

/** Makes the handler that of `signum`. Returns 0, or a negative errno: EINVAL for SIGKILL, SIGSTOP and SIGSTKFLT. */
export function catchSignal(signum: number, actionFlags = 0): number {
  if (signum === TICK_SIGNAL) return -EINVAL;
  if (memory === 0) prepare();
  return setHandler(signum, code, SA_SIGINFO | (actionFlags & (SA_NOCLDSTOP | SA_NOCLDWAIT)));
}

// struct sigaction of glibc and musl on 64-bit machines: handler, 128 bytes of mask, int flags, restorer
const SIGACTION_BYTES = 152;
const SIGACTION_MASK = 8;
const SIGACTION_FLAGS = 136;

/** Never with SA_RESTART: a call that the signal interrupts must return, so that the JavaScript handler can run. */
function setHandler(signum: number, handler: number, kernelFlags: number): number {
  const action = Buffer.alloc(SIGACTION_BYTES);
  action.writeBigUInt64LE(BigInt(handler), 0);
  action.fill(0xff, SIGACTION_MASK, SIGACTION_FLAGS);
  action.writeInt32LE(kernelFlags, SIGACTION_FLAGS);
  return cSigaction(signum, action, null) === 0 ? 0 : -errno();
}

function prepare(): void {
  const region = allocate(MEMORY_BYTES);
  const bytes = viewMemory(region, MEMORY_BYTES);
  words = new Int32Array(bytes);
  flags = new Uint8Array(bytes, FLAGS_BYTE, NSIG);
  slots = new Uint8Array(bytes, SLOTS_BYTE);
  const period = new BigInt64Array(bytes, PERIOD * 4, 4);
  period[1] = TICK_NS; // the interval; the first expiration is immediate
  period[3] = 1n;
  const built = MACHINE_CODE[arch as keyof typeof MACHINE_CODE];
  const text = Buffer.from(built.code, 'hex');
  text.writeBigUInt64LE(BigInt(region), built.memory);
  const page = allocate(PAGE_BYTES);
  new Uint8Array(viewMemory(page, PAGE_BYTES)).set(text);
  if (cMprotect(page, PAGE_BYTES, PROT_READ | PROT_EXEC) < 0) throw new SystemError('mprotect', errno());
  memory = region;
  code = page;
  createTimer();
  setHandler(TICK_SIGNAL, page + built.tick, 0);
}

function allocate(length: number): number {
  const address = Number(cMmap(0, length, PROT_READ | PROT_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0));
  if (address === MAP_FAILED) throw new SystemError('mmap', errno());
  return address;
}

/** A timer that signals this thread. */
function createTimer(): void {
  const event = Buffer.alloc(64); // struct sigevent: value, signal, kind, thread
  event.writeInt32LE(TICK_SIGNAL, 8);
  event.writeInt32LE(SIGEV_THREAD_ID, 12);
  event.writeInt32LE(cGettid(), 16);
  const id = Buffer.alloc(4);
  if (cTimerCreate(SYS_TIMER_CREATE, CLOCK_MONOTONIC, event, id) < 0) throw new SystemError('timer_create', errno());
  words[TIMER] = id.readInt32LE(0);
}

/** From here on a signal interrupts the calls of this thread, until `endWait`. Look for signals after it, not before. */
export function beginWait(): void {
  Atomics.store(words, WAITS, 1);
}

/** Ends that. True when the timer was started, so that an EINTR may come from it. */
export function endWait(): boolean {
  Atomics.store(words, WAITS, 0);
  if (words[TICKS] === 0) return false;
  words[TICKS] = 0;
  cTimerSettime(SYS_TIMER_SETTIME, words[TIMER], 0, memory + ZEROS_BYTE, 0);
  return true;
}

/** Interrupts the next call, if it would block. */
export function interruptNext(): void {
  words[TICKS] = 1;
  cTimerSettime(SYS_TIMER_SETTIME, words[TIMER], 0, memory + PERIOD * 4, 0);
}

/** Whether there is something to collect. */
export const signalsArrived = (): boolean => memory !== 0 && Atomics.load(words, ARRIVED) !== 0;

/** Lets the next call that may block look for signals, as if one had just arrived: one that was collected while it was blocked no longer is. */
export function lookAgain(): void {
  Atomics.store(words, ARRIVED, 1);
}

/** Receives signals from `collect`: those whose flag was set, and the siginfo of each that was noted. */
export interface Collector {
  flagged(signum: number): void;
  noted(info: Siginfo): void;
}

/** Reports the signals that have been noted since the last time, without waiting. */
export function collect({ flagged, noted }: Collector): void {
  if (!signalsArrived()) return;
  Atomics.store(words, ARRIVED, 0);
  for (let signum = 1; signum < NSIG; signum++) {
    if (flags[signum] === 0) continue;
    flags[signum] = 0;
    flagged(signum);
  }
  for (;;) {
    const tail = words[TAIL] as number;
    const at = (tail & (SLOTS - 1)) * SLOT_BYTES;
    if (Atomics.load(words, (SLOTS_BYTE + at + SEQUENCE_BYTE) / 4) !== ((tail + 1) | 0)) return;
    noted(decodeSiginfo(slots.subarray(at, at + SIGINFO_BYTES)));
    Atomics.store(words, TAIL, (tail + 1) | 0);
  }
}

/** Gives a forked child an empty memory and a timer of its own: both were the parent's. Timers are not inherited. fork(2) */
export function forkCaught(): void {
  if (memory === 0) return;
  flags.fill(0);
  for (const word of [WAITS, ARRIVED, TICKS]) words[word] = 0;
  words[TAIL] = words[HEAD] as number;
  createTimer();
}

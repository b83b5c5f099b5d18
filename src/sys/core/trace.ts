import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import koffi from 'koffi';
import type { CFunction } from './ffi.ts';
import { CAPACITY, HEADER_BYTES, KINDS, LANE_BYTES, PREVIEW_BYTES, RECORD_WORDS, TYPES, WORD } from './trace-format.ts';

/**
 * The trace: with `LAB_TRACE=FOLDER` each thread of each process writes its system calls to a lane, a file of its own that
 * is mapped shared. A record is begun before the call and ended after it, so that it includes a call in which the thread
 * sleeps, or slept when it was killed. src/trace/ reads it.
 */
const folder = process.env['LAB_TRACE'];

interface Lane {
  readonly words: Float64Array;
  readonly bytes: Uint8Array;
}

const names: string[] = [];
let lane: Lane | null = null;
/** The record of a call that goes on with the next one of its name, or -1. */
let waiting = -1;
/** The record of the last call that ended. */
let last = -1;

const libc = koffi.load(null);
const getpid = libc.func('int getpid()') as () => number;
const getppid = libc.func('int getppid()') as () => number;
const gettid = libc.func('int gettid()') as () => number;
const mmap = libc.func('void *mmap(void *addr, size_t length, int prot, int flags, int fd, long offset)');

const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;
/** performance.now() counts from the start of the thread; CLOCK_MONOTONIC is common to all threads and processes. */
const EPOCH = folder === undefined ? 0 : epoch();

/** The offset between the two clocks. This thread may be preempted between the readings: of 20 attempts the shortest counts. */
function epoch(): number {
  let best = { gap: Number.POSITIVE_INFINITY, at: 0 };
  for (let i = 0; i < 20; i++) {
    const before = performance.now();
    const monotonic = Number(process.hrtime.bigint()) / 1e6;
    const after = performance.now();
    if (after - before < best.gap) best = { gap: after - before, at: monotonic - (before + after) / 2 };
  }
  return best.at;
}

function openLane(): Lane {
  const fd = openSync(join(folder ?? '', `${getpid()}-${gettid()}.lane`), 'w+');
  ftruncateSync(fd, LANE_BYTES); // sparse: pages are allocated when they are written
  const memory = koffi.view(mmap(null, LANE_BYTES, PROT_READ_WRITE, MAP_SHARED, fd, 0), LANE_BYTES);
  closeSync(fd);
  const opened = { words: new Float64Array(memory), bytes: new Uint8Array(memory) };
  opened.words[WORD.count] = 0;
  describe(opened);
  return opened;
}

/** Writes the names of the calls and the owner of the lane, as JSON after the counters. */
function describe({ words, bytes }: Lane): void {
  const who = { pid: getpid(), tid: gettid(), ppid: getppid(), program: process.env['LAB_MAIN'] ?? '', names };
  const text = Buffer.from(JSON.stringify(who));
  if (WORD.text * 8 + text.length > HEADER_BYTES) return;
  bytes.set(text, WORD.text * 8);
  words[WORD.textBytes] = text.length;
}

function idOf(name: string): number {
  const known = names.indexOf(name);
  if (known >= 0) return known;
  names.push(name);
  if (lane !== null) describe(lane);
  return names.length - 1;
}

/** Wraps a call in the trace; returns the call itself when tracing is off. */
export function withTrace(name: string, call: CFunction): CFunction {
  if (folder === undefined) return call;
  lane ??= openLane();
  const id = idOf(name);
  const forks = name === 'fork';
  const shares = name.startsWith('pthread_');
  return (...args) => {
    const at = waiting >= 0 ? waiting : begin(id, KINDS.call);
    waiting = -1;
    note(at, shares ? args.map(addressOfShared) : args);
    const result = call(...args);
    if (forks && result === 0) beginChild();
    else end(at, result, result === -1 ? koffi.errno() : 0, args);
    last = at;
    return result;
  };
}

/** The address identifies a mutex or condition in all threads of the process. */
const addressOfShared = (arg: unknown): unknown =>
  ArrayBuffer.isView(arg) && arg.buffer instanceof SharedArrayBuffer ? koffi.address(arg as Uint8Array) : arg;

/** Opens the child's lane. The record of the fork belongs to the parent's lane, which both have mapped. */
function beginChild(): void {
  lane = openLane();
  traceMark('begins', [getppid()]);
}

/** The last call was interrupted: handlers run inside it, and then it is made again or ends (`traceWaitEnds`). */
export function traceGoesOn(): void {
  if (lane === null || last < 0) return;
  waiting = last;
  lane.words[waiting + WORD.end] = 0;
  lane.words[waiting + WORD.previewBytes] = 0;
}

/** Ends the record of a call that is not made again. */
export function traceWaitEnds(result: number, errno: number): void {
  if (lane === null || waiting < 0) return;
  end(waiting, result, errno, []);
  waiting = -1;
}

/** Marks a handler that runs during a wait; its calls have their own records. Returns the argument of `traceHandlerEnds`. */
export function traceHandlerBegins(signum: number): number {
  traceMark('signal', [signum]);
  const outer = waiting;
  waiting = -1;
  return outer;
}

/** Continues the record of the wait after a handler. */
export function traceHandlerEnds(outer: number): void {
  waiting = outer;
}

/** Records an event that is not a call: a handler runs, a child was reaped, a descriptor was received. */
export function traceMark(name: string, values: readonly number[]): void {
  if (lane === null) return;
  const at = begin(idOf(name), KINDS.mark);
  note(at, values);
  end(at, 0, 0, []);
}

export const tracing = (): boolean => lane !== null;

/** The first word of a new record, or -1 when the lane is full. */
function begin(id: number, kind: number): number {
  const { words } = lane as Lane;
  const count = words[WORD.count] as number;
  if (count >= CAPACITY) {
    words[WORD.dropped] = (words[WORD.dropped] as number) + 1;
    return -1;
  }
  const at = HEADER_BYTES / 8 + count * RECORD_WORDS;
  words[at + WORD.begin] = EPOCH + performance.now();
  words[at + WORD.end] = 0;
  words[at + WORD.id] = id + kind * KINDS.step;
  words[WORD.count] = count + 1;
  return at;
}

function note(at: number, args: readonly unknown[]): void {
  if (at < 0) return;
  const { words } = lane as Lane;
  let types = 0;
  let digit = 1;
  const count = Math.min(args.length, WORD.argsLength);
  for (let i = 0; i < count; i++, digit *= TYPES.step) {
    const value = args[i];
    if (typeof value === 'number') {
      words[at + WORD.args + i] = value;
      types += TYPES.number * digit;
    } else if (typeof value === 'bigint') {
      words[at + WORD.args + i] = Number(value);
      types += TYPES.number * digit;
    } else types += (value === null ? TYPES.null : TYPES.bytes) * digit;
  }
  words[at + WORD.types] = types;
}

function end(at: number, result: number, errno: number, args: readonly unknown[]): void {
  if (at < 0) return;
  const { words, bytes } = lane as Lane;
  // In most calls the data is the second argument.
  const data =
    args.length > 1 && ArrayBuffer.isView(args[1]) ? args[1] : args.find((value) => ArrayBuffer.isView(value));
  if (data !== undefined) {
    const from = data instanceof Uint8Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const length = Math.min(from.length, result > 0 ? Math.max(result, MIN_PREVIEW) : PREVIEW_BYTES, PREVIEW_BYTES);
    const to = (at + WORD.preview) * 8;
    for (let i = 0; i < length; i++) bytes[to + i] = from[i] as number;
    words[at + WORD.previewBytes] = length;
  }
  words[at + WORD.result] = result;
  words[at + WORD.errno] = errno;
  words[at + WORD.end] = EPOCH + performance.now();
}

/** At least one entry of epoll_wait, whose result counts entries and not bytes. */
const MIN_PREVIEW = 12;

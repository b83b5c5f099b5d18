import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import koffi from 'koffi';
import type { CFunction } from './ffi.ts';
import { CAPACITY, HEADER_BYTES, KINDS, LANE_BYTES, PREVIEW_BYTES, RECORD_WORDS, TYPES, WORD } from './trace-format.ts';

/**
 * The trace: with `LAB_TRACE=FOLDER` each thread of each process writes its system calls into a lane of its own, a file that
 * is mapped shared. A record is begun before the call and ended after it, so that a call in which the thread sleeps, or
 * slept when it was killed, stands there too. src/trace/ reads it.
 */
const folder = process.env['LAB_TRACE'];

interface Lane {
  readonly words: Float64Array;
  readonly bytes: Uint8Array;
}

const names: string[] = [];
let lane: Lane | null = null;
/** The record of a call whose wait has begun, or -1. */
let waiting = -1;

const libc = koffi.load(null);
const getpid = libc.func('int getpid()') as () => number;
const getppid = libc.func('int getppid()') as () => number;
const gettid = libc.func('int gettid()') as () => number;
const mmap = libc.func('void *mmap(void *addr, size_t length, int prot, int flags, int fd, long offset)');

const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;
/** performance.now() begins with the thread; CLOCK_MONOTONIC is the same for all. */
const EPOCH = folder === undefined ? 0 : epoch();

/** Between two looks at two clocks others may run: of several tries the one in which least time went by. */
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
  ftruncateSync(fd, LANE_BYTES); // pages exist only once they are written
  const memory = koffi.view(mmap(null, LANE_BYTES, PROT_READ_WRITE, MAP_SHARED, fd, 0), LANE_BYTES);
  closeSync(fd);
  const opened = { words: new Float64Array(memory), bytes: new Uint8Array(memory) };
  opened.words[WORD.count] = 0;
  describe(opened);
  return opened;
}

/** The names of the calls, and whose lane it is, as JSON behind the counters. */
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

/** Puts the trace around a call; with tracing off the call itself comes back. */
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
    return result;
  };
}

/** A mutex or a condition is the same in every thread of the process: its address says which it is. */
const addressOfShared = (arg: unknown): unknown =>
  ArrayBuffer.isView(arg) && arg.buffer instanceof SharedArrayBuffer ? koffi.address(arg as Uint8Array) : arg;

/** The child's own lane. The record of the fork is the parent's, in memory that both still share. */
function beginChild(): void {
  lane = openLane();
  traceMark('begins', [getppid()]);
}

/** The wait before an interruptible call belongs to the call: its record begins here. */
export function traceWaitBegins(name: string): void {
  if (lane !== null && waiting < 0) waiting = begin(idOf(name), KINDS.call);
}

/** Ends the record of a call that the kernel never saw: a signal came first (errno), or its time was over. */
export function traceWaitEnds(result: number, errno: number): void {
  if (lane === null || waiting < 0) return;
  end(waiting, result, errno, []);
  waiting = -1;
}

/** A handler runs in the middle of a wait: its own calls have records of their own. Returns what `traceHandlerEnds` takes. */
export function traceHandlerBegins(signum: number): number {
  traceMark('signal', [signum]);
  const outer = waiting;
  waiting = -1;
  return outer;
}

/** The wait goes on. */
export function traceHandlerEnds(outer: number): void {
  waiting = outer;
}

/** Something that is no call: a handler runs, a child was reaped, a descriptor came with a message. */
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
  // Most calls that take data take it second.
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

/** A result need not be a number of bytes: of what epoll_wait fills in, one entry is shown at least. */
const MIN_PREVIEW = 12;

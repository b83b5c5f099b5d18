import { openSync, writeSync } from 'node:fs';
import process from 'node:process';
import koffi from 'koffi';
import type { CFunction } from './ffi.ts';

/**
 * The trace: with `LAB_TRACE=FILE` every system call appends one Chrome Trace Event to FILE,
 * a complete event in one write under O_APPEND, so that all processes of a run share the file.
 * The list is left open at its end, which the format allows.
 */
const path = process.env['LAB_TRACE'];
const file = path === undefined ? null : openSync(path, 'a');

const PREVIEW_BYTES = 32;

/** When the call in progress began to wait for its descriptor, in ns; see signal.ts. */
let waitingSince: bigint | null = null;

/** The wait before an interruptible call belongs to the call: its event begins here. */
export function traceWaitBegins(): void {
  if (file !== null) waitingSince ??= process.hrtime.bigint();
}

/** Puts the trace around a call; with tracing off the call itself comes back. */
export function withTrace(name: string, call: CFunction): CFunction {
  if (file === null) return call;
  return (...args) => {
    const begin = waitingSince ?? process.hrtime.bigint();
    waitingSince = null;
    const result = call(...args);
    const error = result === -1 ? koffi.errno() : 0;
    append(name, args, result, error, begin);
    koffi.errno(error);
    return result;
  };
}

/** Records a call that a signal ended before the kernel saw it. */
export function traceInterrupted(name: string, errno: number): void {
  if (file === null) return;
  append(name, [], -1, errno, waitingSince ?? process.hrtime.bigint());
  waitingSince = null;
}

function append(name: string, args: unknown[], result: number, errno: number, begin: bigint): void {
  const end = process.hrtime.bigint();
  const event = {
    name,
    ph: 'X',
    ts: Number(begin) / 1000,
    dur: Number(end - begin) / 1000,
    pid: currentPid(),
    tid: currentTid(),
    args: { call: args.map(show), result, ...(errno === 0 ? {} : { errno }) },
  };
  writeSync(file as number, `${JSON.stringify(event)},\n`);
}

/** Asked of the kernel each time: after fork `process.pid` may be the parent's. */
const currentPid = koffi.load(null).func('int getpid()') as () => number;
const currentTid = koffi.load(null).func('int gettid()') as () => number;

function show(argument: unknown): unknown {
  if (argument instanceof Uint8Array) return Buffer.from(argument.subarray(0, PREVIEW_BYTES)).toString('latin1');
  return typeof argument === 'bigint' ? argument.toString() : argument;
}

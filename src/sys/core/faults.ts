import { constants } from 'node:os';
import process from 'node:process';
import koffi from 'koffi';
import type { CFunction } from './ffi.ts';

/**
 * A fault injected at the system-call boundary: `LAB_FAULTS` holds a JSON list of them. A test uses faults to provoke
 * rare but legal behaviour of the kernel.
 */
export interface Fault {
  /** C names of the calls it applies to, for example `["read", "recv"]`. */
  readonly calls: readonly string[];
  /** Transfers at most this many bytes a call; with `at` or `every` on those calls only… */
  readonly cap?: number;
  /** Fails with this error, for example `EINTR`… */
  readonly error?: string;
  /** …or throws an Error that is no SystemError, as a bug in the program would… */
  readonly bug?: true;
  /** …or raises this signal as the call returns, for example `SIGSTOP`; after a fork in the parent only, or in the child only… */
  readonly signal?: NodeJS.Signals;
  readonly inChild?: true;
  /** …on these calls, counted from 1 in each process. */
  readonly at?: readonly number[];
  /** …or on every k-th call. */
  readonly every?: number;
}

/** The index of a call's byte count among its arguments. */
const COUNT_ARGUMENT: Readonly<Record<string, number>> = {
  read: 2,
  write: 2,
  pread: 2,
  pwrite: 2,
  recv: 2,
  send: 2,
  recvfrom: 2,
  sendto: 2,
  sendfile: 3,
  splice: 4,
};

/** The message of an injected bug. */
const INJECTED_BUG = 'a bug, injected by a test';

/** Exempt from caps: log lines stay whole. */
const STDERR = 2;

const faults = readFaults();

function readFaults(): readonly Fault[] {
  const spec = process.env['LAB_FAULTS'];
  if (spec === undefined) return [];
  if (process.env['LAB_RUN'] === undefined) {
    process.stderr.write(
      'LAB_FAULTS is for the test harness, which sets LAB_RUN beside it: unset LAB_FAULTS and run again.\n',
    );
    process.exit(1);
  }
  return JSON.parse(spec) as readonly Fault[];
}

/** Wraps a call in the faults that name it; returns the call itself when there are none. */
export function withFaults(name: string, call: CFunction): CFunction {
  const mine = faults.filter((fault) => fault.calls.includes(name));
  return mine.reduce((inner, fault) => withFault(name, inner, fault), call);
}

function withFault(name: string, call: CFunction, fault: Fault): CFunction {
  if (fault.cap !== undefined) {
    const { cap } = fault;
    const index = COUNT_ARGUMENT[name];
    if (index === undefined) throw new Error(`LAB_FAULTS: ${name} has no byte count to cap`);
    const always = fault.at === undefined && fault.every === undefined;
    return (...args) =>
      args[0] === STDERR || !(always || isHit(name, fault))
        ? call(...args)
        : call(...args.slice(0, index), Math.min(args[index], cap), ...args.slice(index + 1));
  }
  const happens = effectOf(name, call, fault);
  return (...args) => (isHit(name, fault) ? happens(...args) : call(...args));
}

/** Counts a call, and tells whether the fault hits it. */
function isHit(name: string, fault: Fault): boolean {
  const count = countOf(name, fault);
  return fault.at?.includes(count) ?? (fault.every !== undefined && count % fault.every === 0);
}

/** What the call does instead, where the fault hits it. */
function effectOf(name: string, call: CFunction, fault: Fault): CFunction {
  if (fault.signal !== undefined) return raising(name, call, fault);
  if (fault.bug !== undefined) {
    return () => {
      throw new Error(INJECTED_BUG);
    };
  }
  const code = constants.errno[fault.error as keyof typeof constants.errno];
  if (code === undefined) throw new Error(`LAB_FAULTS: no such error as ${fault.error}`);
  return () => {
    koffi.errno(code);
    return -1;
  };
}

function raising(name: string, call: CFunction, { signal, inChild }: Fault): CFunction {
  const signum = constants.signals[signal as NodeJS.Signals];
  const raise = koffi.load(null).func('int raise(int sig)') as unknown as CFunction;
  return (...args) => {
    const result = call(...args);
    const error = koffi.errno();
    if (name !== 'fork' || (inChild === true ? result === 0 : result > 0)) raise(signum);
    koffi.errno(error);
    return result;
  };
}

const counts = new Map<string, number>();

/** One counter for a call, shared by all bindings of it. */
function countOf(name: string, fault: Fault): number {
  const key = `${name} ${faults.indexOf(fault)}`;
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

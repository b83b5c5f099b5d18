import './platform.ts';
import koffi from 'koffi';
import { withFaults } from './faults.ts';
import { withTrace } from './trace.ts';

/** A bound C function: takes numbers, bigints, bytes and null, returns a number. */
// biome-ignore lint/suspicious/noExplicitAny: the C prototype beside each binding says the types
export type CFunction = (...args: any[]) => number;

const libc = koffi.load(null);
koffi.alias('ssize_t', 'long'); // both have 64 bits on the platforms that platform.ts accepts

/**
 * Binds a libc function from its C prototype. Faults and the trace are wrapped around it here, once, at load: with both
 * off the caller gets koffi's own function. `name` is the system call in faults and traces, where it differs from the
 * function (a read made with recv).
 */
export function bind<F extends CFunction = CFunction>(prototype: string, name: string = functionName(prototype)): F {
  return observed(name, libc.func(prototype) as unknown as F);
}

/**
 * Binds a system call by its number, with syscall(2): for calls that older versions of glibc or musl have no function for. The
 * number is not one of the arguments in faults and traces.
 */
export function bindSyscall(number: number, prototype: string): CFunction {
  const call = libc.func(prototype.replace(/^.*?(\w+)\s*\(/, 'long syscall(long number, ')) as unknown as CFunction;
  return observed(functionName(prototype), withNumber(call, number, prototype.split(',').length));
}

/** Puts the number before the arguments. A function of fixed arity is called faster than one that collects its arguments. */
function withNumber(call: CFunction, number: number, count: number): CFunction {
  switch (count) {
    case 2:
      return (a, b) => call(number, a, b);
    case 3:
      return (a, b, c) => call(number, a, b, c);
    case 4:
      return (a, b, c, d) => call(number, a, b, c, d);
    default:
      return (...args) => call(number, ...args);
  }
}

/** Puts faults and the trace around a call that the layer makes in more than one step. */
export const observed = <F extends CFunction>(name: string, call: F): F => withTrace(name, withFaults(name, call)) as F;

const functionName = (prototype: string): string => /(\w+)\s*\(/.exec(prototype)?.[1] ?? prototype;

/** Binds a function for the layer's internal use: never traced, never faulty. */
export function bindQuietly<F extends CFunction = CFunction>(prototype: string): F {
  return libc.func(prototype) as unknown as F;
}

/** errno of the last call on this thread. Read it in the very next expression. */
export const errno = (): number => koffi.errno();

/** Fails as a C function does: sets errno and returns -1. */
export function failWith(code: number): -1 {
  koffi.errno(code);
  return -1;
}

/** The address of a buffer's first byte, for structures that hold pointers. */
export const addressOf = (bytes: Uint8Array): bigint => koffi.address(bytes);

/** strerror(3) */
export const strerror = libc.func('const char *strerror(int)') as unknown as (errno: number) => string;

/** Memory outside V8's heap as an ArrayBuffer. */
export const viewMemory = (address: bigint | number, length: number): ArrayBuffer =>
  koffi.view(BigInt(address), length);

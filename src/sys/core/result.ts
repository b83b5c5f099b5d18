import { EAGAIN, SystemError } from '../errors.ts';
import { errno } from './ffi.ts';

/** A call returned -1: throws what errno says. Call it in the very next expression. */
export function fail(syscall: string): never {
  throw new SystemError(syscall, errno());
}

/** A call returned -1: `null` when it would have blocked, else throws. */
export function nullOrFail(syscall: string): null {
  const error = errno();
  if (error === EAGAIN) return null;
  throw new SystemError(syscall, error);
}

/** The result of a call whose only news is failure. */
export function check(result: number, syscall: string): void {
  if (result < 0) fail(syscall);
}

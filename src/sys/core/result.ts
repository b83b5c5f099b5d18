import { EAGAIN, SystemError } from '../errors.ts';
import { errno } from './ffi.ts';

/** Throws the SystemError of a call that returned -1. Use it in the very next expression, because it reads errno. */
export function fail(syscall: string): never {
  throw new SystemError(syscall, errno());
}

/** For a call that returned -1: `null` for EAGAIN; throws any other error. */
export function nullOrFail(syscall: string): null {
  const error = errno();
  if (error === EAGAIN) return null;
  throw new SystemError(syscall, error);
}

/** Throws when a call without a result has failed. */
export function check(result: number, syscall: string): void {
  if (result < 0) fail(syscall);
}

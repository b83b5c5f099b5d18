import { constants } from 'node:os';
import { checkInt, wrong } from './core/check.ts';
import { strerror } from './core/ffi.ts';

const CODES = new Map<number, string>();
for (const [code, number] of Object.entries(constants.errno)) {
  // EWOULDBLOCK and EAGAIN, ENOTSUP and EOPNOTSUPP share a number on Linux: keep the first, which errno(3) prints.
  if (!CODES.has(number)) CODES.set(number, code);
}

/** The symbolic name of an errno, for example `ECONNRESET`. */
export function errorCode(errno: number): string {
  checkInt(errno, 'errno');
  return CODES.get(errno) ?? `errno ${errno}`;
}

/**
 * The failure of a system call. `code` is the name from errno(3), `errno` its positive number, `syscall` the C name of
 * the call.
 */
export class SystemError extends Error {
  override readonly name = 'SystemError';
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;

  constructor(syscall: string, errno: number) {
    if (typeof syscall !== 'string') wrong('syscall', syscall, 'the C name of the call');
    const code = errorCode(errno);
    super(`${syscall}: ${strerror(errno)} (${code})`);
    this.code = code;
    this.errno = errno;
    this.syscall = syscall;
  }
}

/** True when `error` is a SystemError, with this code if one is given: `isSystemError(e, 'EPIPE')`. */
export function isSystemError(error: unknown, code?: string): error is SystemError {
  return error instanceof SystemError && (code === undefined || error.code === code);
}

export const {
  EAGAIN,
  EBUSY,
  ECANCELED,
  ECHILD,
  EINPROGRESS,
  EINTR,
  EINVAL,
  ENOBUFS,
  ENODEV,
  ENOSYS,
  EPERM,
  ETIME,
  ETIMEDOUT,
} = constants.errno;

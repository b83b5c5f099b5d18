/**
 * Argument checks. Each throws a TypeError or RangeError that names the argument, so that a wrong value is reported in a
 * readable sentence and never reaches C as a wild pointer.
 */

/** A file descriptor: a small non-negative integer that the kernel gave to this process. */
export type Fd = number;

const INT_MAX = 0x7fffffff;

/** Hint for `undefined`: a missing return. */
const RETURN = ': is a return missing in the function that it comes from?';

export function checkFd(fd: Fd, name = 'fd'): void {
  if (typeof fd !== 'number' || (fd | 0) !== fd || fd < 0)
    wrong(name, fd, 'a file descriptor (an integer from 0)', RETURN);
}

export function checkInt(value: number, name: string, min = -INT_MAX - 1, max = INT_MAX): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) wrong(name, value, 'an integer');
  if (value < min || value > max) wrong(name, value, `an integer from ${min} to ${max}`);
}

/** A file offset or size: a non-negative integer that a double holds exactly. */
export function checkOffset(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0) wrong(name, value, 'a non-negative integer');
}

/** Bit flags; accepts the unsigned form of bit 31, so that EPOLLET passes. */
export function checkFlags(value: number, name = 'flags'): void {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < -INT_MAX - 1 || value > 0xffffffff) {
    wrong(name, value, 'an integer of flag bits');
  }
}

export function checkBytes(bytes: Uint8Array, name = 'buffer'): void {
  if (!(bytes instanceof Uint8Array)) wrong(name, bytes, 'a Buffer or Uint8Array');
}

/** A buffer and the number of its bytes that the call may access. */
export function checkRange(bytes: Uint8Array, length: number, name = 'buffer'): void {
  if (!(bytes instanceof Uint8Array)) wrong(name, bytes, 'a Buffer or Uint8Array');
  if (typeof length !== 'number' || (length | 0) !== length || length < 0 || length > bytes.length) {
    wrong('length', length, `an integer from 0 to the buffer's ${bytes.length} bytes`);
  }
}

/** A path: a string without NUL bytes, because in C the first one would end it. */
export function checkPath(path: string, name = 'path'): void {
  if (typeof path !== 'string' || path.includes('\0')) wrong(name, path, 'a string without NUL bytes');
}

export function checkFunction(value: unknown, name: string): void {
  if (typeof value !== 'function') wrong(name, value, 'a function');
}

/** Throws the error of a failed check; `ifUndefined` is a hint that is added when the value is undefined. */
export function wrong(name: string, value: unknown, expected: string, ifUndefined = ''): never {
  const ErrorClass = typeof value === 'number' ? RangeError : TypeError;
  throw new ErrorClass(`${name} must be ${expected}, not ${describe(value)}${value === undefined ? ifUndefined : ''}`);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? 'an array' : `an object`;
}

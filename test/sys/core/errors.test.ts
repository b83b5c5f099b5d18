import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { errorCode, isSystemError, read, retryOnEintr, SystemError, signalName } from '#sys';

test('a failed call throws a SystemError with code, number, call and the text of strerror', () => {
  expect(() => read(15_000, Buffer.alloc(1))).toThrow(
    expect.objectContaining({
      name: 'SystemError',
      code: 'EBADF',
      errno: constants.errno.EBADF,
      syscall: 'read',
      message: 'read: Bad file descriptor (EBADF)',
    }),
  );
});

test('every errno has the name that Node gives it, EAGAIN and EOPNOTSUPP the first of two', () => {
  for (const [code, errno] of Object.entries(constants.errno)) {
    if (code === 'EWOULDBLOCK' || code === 'ENOTSUP' || code === 'EOPNOTSUPP') continue;
    expect(errorCode(errno)).toBe(code);
  }
  expect(errorCode(constants.errno.EWOULDBLOCK)).toBe('EAGAIN');
  expect(errorCode(9999)).toBe('errno 9999');
});

test('isSystemError distinguishes codes', () => {
  const error = new SystemError('read', constants.errno.EINTR);
  expect([isSystemError(error), isSystemError(error, 'EINTR'), isSystemError(error, 'EIO')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(isSystemError(new Error('read'), 'EINTR')).toBe(false);
});

test('retryOnEintr repeats EINTR and nothing else', () => {
  const outcomes = ['EINTR', 'EINTR', 'done'];
  const call = () => {
    const outcome = outcomes.shift();
    if (outcome === 'EINTR') throw new SystemError('read', constants.errno.EINTR);
    return outcome;
  };
  expect(retryOnEintr(call)).toBe('done');
  expect(() =>
    retryOnEintr(() => {
      throw new SystemError('read', constants.errno.EIO);
    }),
  ).toThrow(/EIO/);
});

test('an error names the wrong argument, the expected value and the given one', () => {
  const wrong = read as (...args: unknown[]) => unknown;
  expect(() => wrong(-1, Buffer.alloc(1))).toThrow('fd must be a file descriptor (an integer from 0), not -1');
  expect(() => wrong('3', Buffer.alloc(1))).toThrow('fd must be a file descriptor (an integer from 0), not "3"');
  expect(() => wrong(undefined, Buffer.alloc(1))).toThrow('not undefined: is a return missing');
  expect(() => wrong(3, 'text')).toThrow('buffer must be a Buffer or Uint8Array, not "text"');
  expect(() => wrong(3)).toThrow('buffer must be a Buffer or Uint8Array, not undefined');
});

test('signals have names', () => {
  expect([15, 17, 29, 64].map(signalName)).toEqual(['SIGTERM', 'SIGCHLD', 'SIGIO', 'SIGRTMIN+30']);
});

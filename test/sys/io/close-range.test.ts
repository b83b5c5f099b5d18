import { afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { fixtureResult } from '../fixture.ts';
import { expectFailure, hasFlag, Opened } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());

test('close_range closes the descriptors of a range, and skips those that are not open', () => {
  const [readEnd] = opened.pipe();
  const low = sys.fcntl(readEnd, sys.F_DUPFD, 700);
  const high = sys.fcntl(readEnd, sys.F_DUPFD, low + 2);
  const beyond = opened.add(sys.fcntl(readEnd, sys.F_DUPFD, high + 1));
  sys.closeRange(low, high);
  for (const fd of [low, high]) expectFailure('EBADF', () => sys.fcntl(fd, sys.F_GETFD));
  expect(sys.fcntl(beyond, sys.F_GETFD)).toBe(0);
});

test('close_range with CLOSE_RANGE_CLOEXEC marks them, and closes none', () => {
  const [readEnd] = opened.pipe();
  const copy = opened.add(sys.fcntl(readEnd, sys.F_DUPFD, 700));
  sys.closeRange(copy, copy, sys.CLOSE_RANGE_CLOEXEC);
  expect(hasFlag(copy, sys.O_CLOEXEC)).toBe(true);
});

test('close_range refuses CLOSE_RANGE_UNSHARE, and a range that ends before it begins', () => {
  const CLOSE_RANGE_UNSHARE = 2;
  expect(() => sys.closeRange(15_000, 15_001, CLOSE_RANGE_UNSHARE)).toThrow('flags must be 0 or CLOSE_RANGE_CLOEXEC');
  expectFailure('EINVAL', () => sys.closeRange(15_001, 15_000));
});

test('a process that has closed everything from 3 on makes system calls, and starts again at 3', async () => {
  const results = await fixtureResult<Record<string, unknown>>('close-range');
  expect(results['closes everything']).toBe('exited with status 0');
  expect(results['is forgotten as non-blocking']).toEqual({ sameNumber: true, result: 'EINTR', runs: 1 });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, Opened } from '../support.ts';

const home = mkdtempSync(join(tmpdir(), 'sys-flock-'));
const opened = new Opened();
const openFile = () => opened.add(sys.open(join(home, 'pid'), sys.O_RDWR | sys.O_CREAT));
afterEach(() => opened.closeAll());
afterAll(() => rmSync(home, { recursive: true }));

test('an exclusive lock belongs to one open file, shared ones to several', () => {
  const [a, b, c] = [openFile(), openFile(), openFile()];
  expect(sys.flock(a, sys.LOCK_EX)).toBe(0);
  expect(sys.flock(b, sys.LOCK_EX | sys.LOCK_NB)).toBeNull();
  expect(sys.flock(b, sys.LOCK_SH | sys.LOCK_NB)).toBeNull();
  sys.flock(a, sys.LOCK_UN);
  expect(sys.flock(b, sys.LOCK_SH)).toBe(0);
  expect(sys.flock(c, sys.LOCK_SH)).toBe(0);
  expect(sys.flock(a, sys.LOCK_EX | sys.LOCK_NB)).toBeNull();
});

test('a duplicate shares the lock, which ends with the last of them', () => {
  const [a, b] = [openFile(), openFile()];
  sys.flock(a, sys.LOCK_EX);
  const copy = opened.add(sys.dup(a));
  expect(sys.flock(copy, sys.LOCK_EX | sys.LOCK_NB)).toBe(0);
  opened.close(a);
  expect(sys.flock(b, sys.LOCK_EX | sys.LOCK_NB)).toBeNull();
  opened.close(copy);
  expect(sys.flock(b, sys.LOCK_EX | sys.LOCK_NB)).toBe(0);
});

test('flock checks its operation', () => {
  expectFailure('EBADF', () => sys.flock(15_000, sys.LOCK_EX));
  expect(() => sys.flock(openFile(), sys.LOCK_SH | sys.LOCK_EX)).toThrow(
    /^operation must be LOCK_SH, LOCK_EX or LOCK_UN/,
  );
});

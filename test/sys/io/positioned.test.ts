import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, fdinfo, Opened, text } from '../support.ts';

const home = mkdtempSync(join(tmpdir(), 'sys-positioned-'));
const path = join(home, 'file');
const opened = new Opened();
const buffer = Buffer.alloc(100);
let file = -1;
beforeEach(() => {
  writeFileSync(path, '0123456789');
  file = opened.add(sys.open(path, sys.O_RDWR));
});
afterEach(() => opened.closeAll());
afterAll(() => rmSync(home, { recursive: true }));

test('pread and pwrite work at an offset and leave the file position alone', () => {
  expect(text(buffer, sys.pread(file, buffer, 3, 4))).toBe('3456');
  expect(text(buffer, sys.pread(file, buffer, 8))).toBe('89');
  expect(sys.pread(file, buffer, 10)).toBe(0);
  expect(sys.pwrite(file, Buffer.from('abc'), 1, 2)).toBe(2);
  expect(sys.pwrite(file, Buffer.from('z'), 12)).toBe(1);
  expect(fdinfo(file, 'pos')).toBe('0');
  expect(readFileSync(path, 'latin1')).toBe('0ab3456789\0\0z');
});

test('pwrite appends where the file was opened with O_APPEND, whatever the offset', () => {
  const log = opened.add(sys.open(path, sys.O_WRONLY | sys.O_APPEND));
  sys.pwrite(log, Buffer.from('end'), 0);
  expect(readFileSync(path, 'latin1')).toBe('0123456789end');
});

test('pread and pwrite fail on a pipe, and check their offset', () => {
  const [readEnd, writeEnd] = opened.pipe();
  expectFailure('ESPIPE', () => sys.pread(readEnd, buffer, 0));
  expectFailure('ESPIPE', () => sys.pwrite(writeEnd, buffer, 0));
  expect(() => sys.pread(file, buffer, -1)).toThrow('offset must be a non-negative integer, not -1');
  expect(() => sys.pwrite(file, buffer, 0, 101)).toThrow(/^length must be an integer from 0 to the buffer's 100 bytes/);
});

test('preadv2 fills several buffers from an offset, or from the file position, which then moves', () => {
  const parts = [Buffer.alloc(2), Buffer.alloc(3)];
  expect(sys.preadv2(file, parts, 4)).toBe(5);
  expect(parts.map((part) => text(part))).toEqual(['45', '678']);
  expect(fdinfo(file, 'pos')).toBe('0');
  expect(sys.preadv2(file, parts, null)).toBe(5);
  expect(fdinfo(file, 'pos')).toBe('5');
  expect(sys.preadv2(file, parts, 10)).toBe(0);
});

test('preadv2 with RWF_NOWAIT returns null where a blocking pipe or socket has no data', () => {
  const [readEnd, writeEnd] = opened.pipe();
  const [a, b] = opened.pair();
  expect(sys.preadv2(readEnd, [buffer], null, sys.RWF_NOWAIT)).toBeNull();
  expect(sys.preadv2(b, [buffer], null, sys.RWF_NOWAIT)).toBeNull();
  sys.write(writeEnd, Buffer.from('there'));
  sys.write(a, Buffer.from('here'));
  expect(text(buffer, sys.preadv2(readEnd, [buffer], null, sys.RWF_NOWAIT))).toBe('there');
  expect(text(buffer, sys.preadv2(b, [buffer], null, sys.RWF_NOWAIT))).toBe('here');
  opened.close(a);
  expect(sys.preadv2(b, [buffer], null, sys.RWF_NOWAIT)).toBe(0);
});

test('preadv2 fails with a flag that no kernel knows', () => {
  expectFailure('ENOTSUP', () => sys.preadv2(file, [buffer], 0, 0x4000_0000));
});

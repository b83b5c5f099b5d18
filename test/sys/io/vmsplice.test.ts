import { afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, Opened, text } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());
const buffer = Buffer.alloc(100);
const PAGE = 4096;

test('vmsplice puts the pages of memory into a pipe: a change before the read is seen by the reader', () => {
  const memory = sys.mmap(PAGE, sys.PROT_READ | sys.PROT_WRITE, sys.MAP_PRIVATE | sys.MAP_ANONYMOUS);
  const [readEnd, writeEnd] = opened.pipe();
  Buffer.from('spliced!').copy(memory.bytes);
  expect(sys.vmsplice(writeEnd, [memory.bytes.subarray(0, 4), memory.bytes.subarray(4, 8)])).toBe(8);
  memory.bytes[0] = 'S'.charCodeAt(0);
  expect(text(buffer, sys.read(readEnd, buffer))).toBe('Spliced!');
  sys.munmap(memory);
});

test('the pages stay with the pipe after munmap', () => {
  const memory = sys.mmap(PAGE, sys.PROT_READ | sys.PROT_WRITE, sys.MAP_PRIVATE | sys.MAP_ANONYMOUS);
  const [readEnd, writeEnd] = opened.pipe();
  Buffer.from('still here').copy(memory.bytes);
  sys.vmsplice(writeEnd, [memory.bytes.subarray(0, 10)]);
  sys.munmap(memory);
  expect(text(buffer, sys.read(readEnd, buffer))).toBe('still here');
});

test('vmsplice returns null when the pipe is full, and reads from the other end', () => {
  const [readEnd, writeEnd] = opened.pipe();
  const memory = Buffer.alloc(1 << 16, 'x');
  while (sys.vmsplice(writeEnd, [memory], sys.SPLICE_F_NONBLOCK) !== null);
  expect(sys.vmsplice(writeEnd, [memory], sys.SPLICE_F_NONBLOCK)).toBeNull();
  expect(sys.vmsplice(readEnd, [buffer])).toBe(100);
  expect(text(buffer)).toBe('x'.repeat(100));
});

test('vmsplice fails on anything but a pipe, and refuses SPLICE_F_GIFT', () => {
  const SPLICE_F_GIFT = 8;
  expectFailure('EBADF', () => sys.vmsplice(opened.socket(), [buffer]));
  expect(() => sys.vmsplice(opened.pipe()[1], [buffer], SPLICE_F_GIFT)).toThrow(/^flags must be made of SPLICE_F_MOVE/);
});

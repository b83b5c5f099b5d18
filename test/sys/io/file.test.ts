import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, hasFlag, Opened, text } from '../support.ts';

const home = mkdtempSync(join(tmpdir(), 'sys-file-'));
const at = (name: string) => join(home, name);
const opened = new Opened();
afterEach(() => opened.closeAll());
afterAll(() => rmSync(home, { recursive: true }));

test('open creates a file with its mode less the umask, and O_EXCL refuses an existing one', () => {
  const before = sys.umask(0o027);
  try {
    opened.add(sys.open(at('new'), sys.O_RDWR | sys.O_CREAT | sys.O_EXCL, 0o666));
  } finally {
    expect(sys.umask(before)).toBe(0o027);
  }
  expect(statSync(at('new')).mode & 0o777).toBe(0o640);
  expectFailure('EEXIST', () => sys.open(at('new'), sys.O_RDWR | sys.O_CREAT | sys.O_EXCL));
  expectFailure('ENOENT', () => sys.open(at('missing'), sys.O_RDONLY));
});

test('O_CLOEXEC and O_NONBLOCK reach the kernel', () => {
  const fd = opened.add(sys.open(at('flags'), sys.O_RDWR | sys.O_CREAT | sys.O_CLOEXEC | sys.O_NONBLOCK));
  expect(hasFlag(fd, sys.O_CLOEXEC)).toBe(true);
  expect(hasFlag(fd, sys.O_NONBLOCK)).toBe(true);
});

test('write, lseek and read work on one file position', () => {
  const fd = opened.add(sys.open(at('position'), sys.O_RDWR | sys.O_CREAT));
  sys.write(fd, Buffer.from('0123456789'));
  expect(sys.lseek(fd, -3, sys.SEEK_END)).toBe(7);
  const buffer = Buffer.alloc(10);
  expect(text(buffer, sys.read(fd, buffer))).toBe('789');
  expect(sys.read(fd, buffer)).toBe(0);
  expect(sys.lseek(fd, 0, sys.SEEK_CUR)).toBe(10);
  expectFailure('ESPIPE', () => sys.lseek(opened.pipe()[0], 0, sys.SEEK_SET));
});

test('ftruncate lengthens with zeros and cuts, beyond 4 GiB too', () => {
  const fd = opened.add(sys.open(at('size'), sys.O_RDWR | sys.O_CREAT));
  sys.ftruncate(fd, 2 ** 33 + 1);
  expect(sys.fstat(fd).size).toBe(2 ** 33 + 1);
  expect(sys.lseek(fd, 2 ** 33, sys.SEEK_SET)).toBe(2 ** 33);
  sys.ftruncate(fd, 3);
  expect(readFileSync(at('size'))).toEqual(Buffer.alloc(3));
});

test('fstat agrees with node:fs', () => {
  writeFileSync(at('stat'), 'twelve bytes', { mode: 0o604 });
  const mine = sys.fstat(opened.add(sys.open(at('stat'), sys.O_RDONLY)));
  const theirs = statSync(at('stat'), { bigint: true });
  expect(mine).toMatchObject({ dev: theirs.dev, ino: theirs.ino, size: 12, links: 1, mode: 0o604, isFile: true });
  expect(mine.mtimeMs).toBeCloseTo(Number(theirs.mtimeNs) / 1e6, 0);
  expectFailure('EBADF', () => sys.fstat(15_000));
});

test('fstat distinguishes files, directories, sockets and FIFOs', () => {
  const kinds = (fd: number) => {
    const { isFile, isDirectory, isSocket, isFifo } = sys.fstat(fd);
    return { isFile, isDirectory, isSocket, isFifo };
  };
  const none = { isFile: false, isDirectory: false, isSocket: false, isFifo: false };
  expect(kinds(opened.add(sys.open(home, sys.O_RDONLY)))).toEqual({ ...none, isDirectory: true });
  expect(kinds(opened.socket())).toEqual({ ...none, isSocket: true });
  expect(kinds(opened.pipe()[0])).toEqual({ ...none, isFifo: true });
});

test('mkfifo makes a FIFO that carries bytes', () => {
  sys.mkfifo(at('fifo'));
  const reader = opened.add(sys.open(at('fifo'), sys.O_RDONLY | sys.O_NONBLOCK));
  const writer = opened.add(sys.open(at('fifo'), sys.O_WRONLY));
  sys.write(writer, Buffer.from('through'));
  const buffer = Buffer.alloc(10);
  expect(text(buffer, sys.read(reader, buffer))).toBe('through');
  expect(sys.read(reader, buffer)).toBeNull();
  opened.close(writer);
  expect(sys.read(reader, buffer)).toBe(0);
  expectFailure('EEXIST', () => sys.mkfifo(at('fifo')));
});

test('rename replaces a file, and unlink removes the name of an open file', () => {
  writeFileSync(at('old'), 'old');
  writeFileSync(at('replaced'), 'replaced');
  sys.rename(at('old'), at('replaced'));
  expectFailure('ENOENT', () => sys.rename(at('old'), at('replaced')));
  const fd = opened.add(sys.open(at('replaced'), sys.O_RDONLY));
  sys.fsync(fd);
  sys.unlink(at('replaced'));
  expectFailure('ENOENT', () => sys.unlink(at('replaced')));
  const buffer = Buffer.alloc(10);
  expect(text(buffer, sys.read(fd, buffer))).toBe('old');
  expect(sys.fstat(fd).links).toBe(0);
});

test('chdir changes the directory of relative paths', () => {
  const before = process.cwd();
  sys.chdir(home);
  try {
    opened.add(sys.open('relative', sys.O_RDWR | sys.O_CREAT));
  } finally {
    sys.chdir(before);
  }
  expect(statSync(at('relative')).isFile()).toBe(true);
  expectFailure('ENOTDIR', () => sys.chdir(at('relative')));
});

test('a path with a NUL byte, where C would cut it, is refused', () => {
  expect(() => sys.open('a\0b', sys.O_RDONLY)).toThrow(/without NUL bytes/);
});

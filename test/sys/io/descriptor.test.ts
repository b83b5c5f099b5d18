import { readlinkSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, hasFlag, Opened, text } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());
const link = (fd: number) => readlinkSync(`/proc/self/fd/${fd}`);

test('a pipe carries bytes one way and ends when its write end is closed', () => {
  const [readEnd, writeEnd] = opened.pipe();
  const buffer = Buffer.alloc(10);
  expect(sys.write(writeEnd, Buffer.from('bytes'))).toBe(5);
  expect(text(buffer, sys.read(readEnd, buffer))).toBe('bytes');
  opened.close(writeEnd);
  expect(sys.read(readEnd, buffer)).toBe(0);
});

test('dup makes a second number for the same open file', () => {
  const [readEnd] = opened.pipe();
  const copy = opened.add(sys.dup(readEnd));
  expect(link(copy)).toBe(link(readEnd));
  expectFailure('EBADF', () => sys.dup(15_000));
});

test('dup2 closes the descriptor with the new number, dup3 sets O_CLOEXEC and refuses the same number', () => {
  const [readEnd, writeEnd] = opened.pipe();
  const [victim, victimEnd] = opened.pipe();
  expect(sys.dup2(readEnd, victim)).toBe(victim);
  expect(link(victim)).toBe(link(readEnd));
  expectFailure('EPIPE', () => sys.write(victimEnd, Buffer.from('nobody reads')));
  sys.dup3(writeEnd, victim, sys.O_CLOEXEC);
  expect(hasFlag(victim, sys.O_CLOEXEC)).toBe(true);
  expectFailure('EINVAL', () => sys.dup3(writeEnd, writeEnd, 0));
});

test('setNonblocking shows in the kernel, in reads, and in duplicates', () => {
  const [readEnd] = opened.pipe();
  const copy = opened.add(sys.dup(readEnd));
  sys.setNonblocking(readEnd, true);
  expect(hasFlag(copy, sys.O_NONBLOCK)).toBe(true);
  expect(sys.read(copy, Buffer.alloc(1))).toBeNull();
  sys.setNonblocking(copy, false);
  expect(hasFlag(readEnd, sys.O_NONBLOCK)).toBe(false);
});

test('fcntl duplicates from a number on, and keeps FD_CLOEXEC to one descriptor', () => {
  const [readEnd] = opened.pipe();
  const copy = opened.add(sys.fcntl(readEnd, sys.F_DUPFD, 700));
  expect(copy).toBeGreaterThanOrEqual(700);
  sys.fcntl(copy, sys.F_SETFD, sys.FD_CLOEXEC);
  expect(sys.fcntl(copy, sys.F_GETFD)).toBe(sys.FD_CLOEXEC);
  expect(sys.fcntl(readEnd, sys.F_GETFD)).toBe(0);
  expect(hasFlag(opened.add(sys.fcntl(readEnd, sys.F_DUPFD_CLOEXEC)), sys.O_CLOEXEC)).toBe(true);
});

test('fcntl refuses commands that take an address', () => {
  const F_GETLK = 5;
  expect(() => sys.fcntl(opened.pipe()[0], F_GETLK, 0x400000)).toThrow(/^command must be/);
});

test('fcntl sets the owner of SIGIO, also a process group', () => {
  const fd = opened.socket();
  sys.fcntl(fd, sys.F_SETOWN, sys.getpid());
  expect(sys.fcntl(fd, sys.F_GETOWN)).toBe(sys.getpid());
  sys.fcntl(fd, sys.F_SETOWN, -sys.getpgid(0));
  expect(sys.fcntl(fd, sys.F_GETOWN)).toBe(-sys.getpgid(0));
});

test('fcntl sets and reads the owner of I/O signals with its type: a thread, a process or a group', () => {
  const fd = opened.socket();
  expect(sys.fcntl(fd, sys.F_GETOWN_EX).pid).toBe(0);
  const owners = [
    { type: sys.F_OWNER_TID, pid: sys.gettid() },
    { type: sys.F_OWNER_PID, pid: sys.getpid() },
    { type: sys.F_OWNER_PGRP, pid: sys.getpgid(0) },
  ];
  for (const owner of owners) {
    sys.fcntl(fd, sys.F_SETOWN_EX, owner);
    expect(sys.fcntl(fd, sys.F_GETOWN_EX)).toEqual(owner);
  }
  expect(sys.fcntl(fd, sys.F_GETOWN)).toBe(-sys.getpgid(0));
  expectFailure('ESRCH', () => sys.fcntl(fd, sys.F_SETOWN_EX, { type: sys.F_OWNER_TID, pid: 2 ** 30 }));
  expect(() => sys.fcntl(fd, sys.F_SETOWN_EX, { type: 3, pid: 1 })).toThrow(
    /^owner.type must be an integer from 0 to 2/,
  );
});

test('closing twice throws EBADF', () => {
  const [readEnd] = opened.pipe();
  opened.close(readEnd);
  expectFailure('EBADF', () => sys.close(readEnd));
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, Opened, text } from '../support.ts';

const home = mkdtempSync(join(tmpdir(), 'sys-zerocopy-'));
const opened = new Opened();
const buffer = Buffer.alloc(100);
let file = -1;
beforeEach(() => {
  writeFileSync(join(home, 'file'), '0123456789');
  file = opened.add(sys.open(join(home, 'file'), sys.O_RDWR));
});
afterEach(() => opened.closeAll());
afterAll(() => rmSync(home, { recursive: true }));

test('sendfile sends from an offset and leaves the file position alone', () => {
  const { client, server } = opened.connection();
  expect(sys.sendfile(client, file, 3, 4)).toBe(4);
  expect(text(buffer, sys.recv(server, buffer, sys.MSG_WAITALL, 4))).toBe('3456');
  expect(sys.lseek(file, 0, sys.SEEK_CUR)).toBe(0);
  expect(sys.sendfile(client, file, 10, 100)).toBe(0);
});

test('sendfile without an offset moves the file position', () => {
  const { client } = opened.connection();
  expect(sys.sendfile(client, file, null, 6)).toBe(6);
  expect(sys.lseek(file, 0, sys.SEEK_CUR)).toBe(6);
  expect(sys.sendfile(client, file, null, 100)).toBe(4);
  expect(sys.sendfile(client, file, null, 100)).toBe(0);
});

test('sendfile to a full non-blocking socket returns null', () => {
  const [near] = opened.pair();
  sys.setNonblocking(near);
  sys.ftruncate(file, 1 << 20);
  while (sys.sendfile(near, file, 0, 1 << 20) !== null);
  expect(sys.sendfile(near, file, 0, 1)).toBeNull();
});

test('splice carries a file through a pipe to a socket', () => {
  const { client, server } = opened.connection();
  const [readEnd, writeEnd] = opened.pipe();
  expect(sys.splice(file, 2, writeEnd, null, 5)).toBe(5);
  expect(sys.splice(readEnd, null, client, null, 5)).toBe(5);
  expect(text(buffer, sys.recv(server, buffer, sys.MSG_WAITALL, 5))).toBe('23456');
  expectFailure('EINVAL', () => sys.splice(file, 0, client, null, 5));
});

test('splice returns null when it would block, and 0 at the end', () => {
  const [readEnd, writeEnd] = opened.pipe();
  const { server } = opened.connection();
  expect(sys.splice(readEnd, null, server, null, 5, sys.SPLICE_F_NONBLOCK)).toBeNull();
  opened.close(writeEnd);
  expect(sys.splice(readEnd, null, server, null, 5)).toBe(0);
});

test('tee duplicates a pipe and leaves its bytes there', () => {
  const [readEnd, writeEnd] = opened.pipe();
  const [copyEnd, copyWriteEnd] = opened.pipe();
  sys.write(writeEnd, Buffer.from('twice'));
  expect(sys.tee(readEnd, copyWriteEnd, 100)).toBe(5);
  expect(text(buffer, sys.read(copyEnd, buffer))).toBe('twice');
  expect(text(buffer, sys.read(readEnd, buffer))).toBe('twice');
  expect(sys.tee(readEnd, copyWriteEnd, 100, sys.SPLICE_F_NONBLOCK)).toBeNull();
});

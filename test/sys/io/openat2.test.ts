import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, Opened, text } from '../support.ts';

const home = mkdtempSync(join(tmpdir(), 'sys-openat2-'));
mkdirSync(join(home, 'folder/deep'), { recursive: true });
writeFileSync(join(home, 'outside'), 'outside');
writeFileSync(join(home, 'folder/inside'), 'inside');
symlinkSync('../outside', join(home, 'folder/out'));
symlinkSync('inside', join(home, 'folder/in'));
symlinkSync('/etc/hostname', join(home, 'folder/absolute'));
const opened = new Opened();
const openFolder = (): number => opened.add(sys.open(join(home, 'folder'), sys.O_PATH | sys.O_DIRECTORY));
afterEach(() => opened.closeAll());
afterAll(() => rmSync(home, { recursive: true }));

const buffer = Buffer.alloc(100);
const contents = (fd: number): string => text(buffer, sys.read(opened.add(fd), buffer));

test('openat2 opens files below a folder, and with RESOLVE_BENEATH nothing outside it', () => {
  const folder = openFolder();
  const { O_RDONLY, RESOLVE_BENEATH } = sys;
  expect(contents(sys.openat2(folder, 'inside', O_RDONLY, RESOLVE_BENEATH))).toBe('inside');
  expect(contents(sys.openat2(folder, 'deep/../in', O_RDONLY, RESOLVE_BENEATH))).toBe('inside');
  expect(contents(sys.openat2(folder, 'out', O_RDONLY, 0))).toBe('outside');
  for (const path of ['out', '../outside', 'deep/../../outside', 'absolute', '/etc/hostname'])
    expectFailure('EXDEV', () => sys.openat2(folder, path, O_RDONLY, RESOLVE_BENEATH));
  expectFailure('ENOENT', () => sys.openat2(folder, 'missing', O_RDONLY, RESOLVE_BENEATH));
  expectFailure('ELOOP', () => sys.openat2(folder, 'in', O_RDONLY, sys.RESOLVE_NO_SYMLINKS));
});

test('openat2 checks its arguments', () => {
  const folder = openFolder();
  expectFailure('EINVAL', () => sys.openat2(folder, 'inside', sys.O_RDONLY, 1 << 30));
  expect(() => sys.openat2(folder, 'inside', sys.O_CREAT, 0)).toThrow('flags must be made without O_CREAT and O_TRUNC');
  expect(() => sys.openat2(folder, 'a\0b', sys.O_RDONLY, 0)).toThrow('path must be');
  expect(() => sys.openat2(-1, 'inside', sys.O_RDONLY, 0)).toThrow('dirFd must be');
});

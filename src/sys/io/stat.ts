import { arch } from 'node:process';
import { checkFd, type Fd } from '../core/check.ts';
import { bindSyscall } from '../core/ffi.ts';
import { check } from '../core/result.ts';

// Older glibc has no fstat of its own to bind.
const SYS_FSTAT = arch === 'x64' ? 5 : 80;
const cFstat = bindSyscall(SYS_FSTAT, 'int fstat(int fd, void *statbuf)');

const STAT_BYTES = 144;
/** Offsets in struct stat: st_mode and st_nlink are in the other order on arm64. */
const MODE_OFFSET = arch === 'x64' ? 24 : 16;
const LINKS_OFFSET = arch === 'x64' ? 16 : 20;
const MTIME_OFFSET = 88;

/** The result of fstat. `dev` and `ino` together identify the file. */
export interface FileStatus {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly mode: number;
  readonly links: number;
  readonly size: number;
  /** Last change of the contents, in ms since 1970. */
  readonly mtimeMs: number;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly isSocket: boolean;
  readonly isFifo: boolean;
}

const S_IFMT = 0o170000;

/**
 * `int fstat(int fd, struct stat *statbuf)`
 *
 * The size, kind and identity of the file behind a descriptor. Throws EBADF. fstat(2), inode(7)
 */
export function fstat(fd: Fd): FileStatus {
  checkFd(fd);
  const bytes = Buffer.alloc(STAT_BYTES);
  check(cFstat(fd, bytes), 'fstat');
  const mode = bytes.readUInt32LE(MODE_OFFSET);
  const kind = mode & S_IFMT;
  return {
    dev: bytes.readBigUInt64LE(0),
    ino: bytes.readBigUInt64LE(8),
    mode: mode & 0o7777,
    links: bytes.readUInt32LE(LINKS_OFFSET),
    size: Number(bytes.readBigInt64LE(48)),
    mtimeMs: Number(bytes.readBigInt64LE(MTIME_OFFSET)) * 1000 + Number(bytes.readBigInt64LE(MTIME_OFFSET + 8)) / 1e6,
    isFile: kind === 0o100000,
    isDirectory: kind === 0o040000,
    isSocket: kind === 0o140000,
    isFifo: kind === 0o010000,
  };
}

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

const S_IFMT = 0o170000;
const WORD = 2 ** 32;

/** struct stat, of the call that was made last. */
const latest = new Uint32Array(STAT_BYTES / 4);
const latestBytes = new Uint8Array(latest.buffer);

const word = (offset: number): number => latest[offset / 4] as number;
/** A 64-bit field that is a number in JavaScript: no size of a file needs more than 53 bits. */
const field = (offset: number): number => (word(offset + 4) | 0) * WORD + word(offset);
const wide = (high: number, low: number): bigint => (BigInt(high) << 32n) | BigInt(low);

/** The result of fstat. `dev` and `ino` together identify the file. */
export class FileStatus {
  readonly mode: number;
  readonly links: number;
  readonly size: number;
  /** Last change of the contents, in ms since 1970. */
  readonly mtimeMs: number;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly isSocket: boolean;
  readonly isFifo: boolean;
  // Halves of 64 bits: a bigint costs more than the rest, and few programs ask.
  readonly #dev: readonly [number, number];
  readonly #ino: readonly [number, number];

  /** Takes the fields of `latest`. */
  constructor() {
    const mode = word(MODE_OFFSET);
    const kind = mode & S_IFMT;
    this.mode = mode & 0o7777;
    this.links = word(LINKS_OFFSET);
    this.size = field(48);
    this.mtimeMs = field(MTIME_OFFSET) * 1000 + field(MTIME_OFFSET + 8) / 1e6;
    this.isFile = kind === 0o100000;
    this.isDirectory = kind === 0o040000;
    this.isSocket = kind === 0o140000;
    this.isFifo = kind === 0o010000;
    this.#dev = [word(4), word(0)];
    this.#ino = [word(12), word(8)];
  }

  get dev(): bigint {
    return wide(...this.#dev);
  }

  get ino(): bigint {
    return wide(...this.#ino);
  }
}

/**
 * `int fstat(int fd, struct stat *statbuf)`
 *
 * The size, kind and identity of the file behind a descriptor. Throws EBADF. fstat(2), inode(7)
 */
export function fstat(fd: Fd): FileStatus {
  checkFd(fd);
  check(cFstat(fd, latestBytes), 'fstat');
  return new FileStatus();
}

import { constants } from 'node:buffer';
import {
  MAP_ANONYMOUS,
  MAP_NORESERVE,
  MAP_POPULATE,
  MAP_PRIVATE,
  MAP_SHARED,
  MS_SYNC,
  PROT_READ,
  PROT_WRITE,
} from '../constants.ts';
import { ENODEV, SystemError } from '../errors.ts';
import { fstat } from '../io/stat.ts';
import { checkFlags, checkInt, checkOffset, type Fd, wrong } from './check.ts';
import { detach } from './detach.ts';
import { bind, bindQuietly, errno, viewMemory } from './ffi.ts';
import { forgetMapped, type MappedFile, noteMapped } from './mapped.ts';
import { check, fail } from './result.ts';

const MMAP = 'uintptr_t mmap(uintptr_t addr, size_t length, int prot, int flags, int fd, long offset)';
const cMmap = bind(MMAP);
const cMunmap = bind('int munmap(uintptr_t addr, size_t length)');
const cMsync = bind('int msync(uintptr_t addr, size_t length, int flags)');
const mmapQuietly = bindQuietly(MMAP);
const getpagesize = bindQuietly('int getpagesize(void)');

const MAP_FIXED = 0x10;
const MAP_FAILED = 2 ** 64; // all ones, as the nearest double
const KNOWN_FLAGS = MAP_SHARED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_POPULATE;

interface Region {
  readonly address: number;
  readonly buffer: ArrayBuffer;
  readonly file: MappedFile | null;
}

// Access to the private parts of a Mapping for the functions of this file.
let minting = false;
let regionOf: (mapping: Mapping) => Region | null;
let forgetRegion: (mapping: Mapping) => void;

/** Memory from `mmap`. After `munmap` its bytes, and all views of them, have length 0. */
export class Mapping {
  readonly length: number;
  readonly #bytes: Uint8Array;
  #region: Region | null;

  constructor(length: number, region: Region) {
    if (!minting) throw new TypeError('a Mapping comes from mmap');
    this.length = length;
    this.#region = region;
    this.#bytes = new Uint8Array(region.buffer);
  }

  /** The memory itself, not a copy. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  static {
    regionOf = (mapping) => (mapping instanceof Mapping ? mapping.#region : wrong('mapping', mapping, 'a Mapping'));
    forgetRegion = (mapping) => {
      mapping.#region = null;
    };
  }
}

/**
 * `void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset)`
 *
 * Maps a file, or with MAP_ANONYMOUS fresh memory, at an address that the kernel chooses. MAP_SHARED is shared with the
 * file, with other processes that map it and with children; MAP_PRIVATE is a copy on write. A mapping without
 * PROT_WRITE is made private as well, so that a stray write is lost where C would get a SIGSEGV. The descriptor may be closed
 * afterwards. Throws RangeError beyond the file's end, EACCES, ENODEV unless it is a regular file, ENOMEM. mmap(2)
 */
export function mmap(length: number, prot: number, flags: number, fd: Fd = -1, offset = 0): Mapping {
  checkInt(length, 'length', 1, Math.min(Number.MAX_SAFE_INTEGER, constants.MAX_LENGTH));
  checkFlags(prot, 'prot');
  if ((prot & ~(PROT_READ | PROT_WRITE)) !== 0 || prot === 0) wrong('prot', prot, 'PROT_READ, PROT_WRITE or both');
  checkFlags(flags);
  if ((flags & ~KNOWN_FLAGS) !== 0) wrong('flags', flags, 'made of the MAP_ constants of #sys');
  checkInt(fd, 'fd', -1);
  checkOffset(offset, 'offset');
  const file = (flags & MAP_ANONYMOUS) === 0 ? fileBehind(fd, offset, length) : null;
  const readOnly = (prot & PROT_WRITE) === 0;
  const kind = readOnly ? (flags & ~MAP_SHARED) | MAP_PRIVATE | MAP_NORESERVE : flags;
  const address = cMmap(0, length, PROT_READ | PROT_WRITE, kind, file === null ? -1 : fd, offset);
  if (Number(address) === MAP_FAILED) fail('mmap');
  if (file !== null) noteMapped(file);
  minting = true;
  try {
    return new Mapping(length, { address, buffer: viewMemory(address, length), file });
  } finally {
    minting = false;
  }
}

/** The mapped range of a file. Refuses pages beyond the file's last one, because an access to them raises SIGBUS. */
function fileBehind(fd: Fd, offset: number, length: number): MappedFile {
  const { dev, ino, size, isFile } = fstat(fd);
  if (!isFile) throw new SystemError('mmap', ENODEV);
  const page = getpagesize();
  if (offset + length > Math.ceil(size / page) * page) {
    throw new RangeError(
      `offset + length must be within the file's ${size} bytes, not ${offset + length}: lengthen it with ftruncate first`,
    );
  }
  // A page is accessible while the file has at least one byte of it.
  const lastPage = Math.floor((offset + length - 1) / page) * page;
  return { dev, ino, end: lastPage + 1 };
}

/**
 * `int munmap(void *addr, size_t length)`
 *
 * Releases the memory. References to its bytes become empty arrays, never wild pointers. munmap(2)
 */
export function munmap(mapping: Mapping): void {
  const region = mapped(mapping);
  forgetRegion(mapping);
  if (region.file !== null) forgetMapped(region.file);
  if (detach(region.buffer)) check(cMunmap(region.address, mapping.length), 'munmap');
  else blank(region.address, mapping.length);
}

/** Replaces the mapping by empty memory, for views that cannot be detached. */
function blank(address: number, length: number): void {
  const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
  if (Number(mmapQuietly(address, length, PROT_READ | PROT_WRITE, flags, -1, 0)) === MAP_FAILED)
    throw new SystemError('munmap', errno());
}

/** `int msync(void *addr, size_t length, int flags)`: writes changes to the file; MS_SYNC waits for the disk. msync(2) */
export function msync(mapping: Mapping, flags: number = MS_SYNC): void {
  const { address } = mapped(mapping);
  checkFlags(flags);
  check(cMsync(address, mapping.length, flags), 'msync');
}

function mapped(mapping: Mapping): Region {
  return regionOf(mapping) ?? wrong('mapping', mapping, 'still mapped');
}

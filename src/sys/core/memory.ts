import { constants } from 'node:buffer';
import {
  IORING_OFF_CQ_RING,
  IORING_OFF_SQ_RING,
  IORING_OFF_SQES,
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
import { checkBytes, checkFlags, checkInt, checkOffset, type Fd, wrong } from './check.ts';
import { detach } from './detach.ts';
import { bind, bindQuietly, observed, viewMemory } from './ffi.ts';
import { forgetMapped, type MappedFile, noteMapped } from './mapped.ts';
import { check, fail } from './result.ts';
import { ringSizes } from './rings.ts';

const MMAP = 'uintptr_t mmap(uintptr_t addr, size_t length, int prot, int flags, int fd, long offset)';
const cMmap = bind(MMAP);
const cMunmap = bind('int munmap(uintptr_t addr, size_t length)');
const cBlank = observed('munmap', blank);
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
  /** Its address was given away: the kernel may write to it at any time. */
  exposed: boolean;
}

/** The memory of all mappings, by the buffer of their bytes. */
const regions = new WeakMap<ArrayBufferLike, Region>();

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
 * afterwards. An io_uring is mapped with MAP_SHARED, PROT_READ | PROT_WRITE and one of the offsets IORING_OFF_SQ_RING,
 * IORING_OFF_CQ_RING and IORING_OFF_SQES. Throws RangeError beyond the end of the file or of the ring's region, EACCES,
 * EINVAL for the length 0, which an empty file has, ENODEV unless it is a regular file or a ring of this process, ENOMEM.
 * mmap(2), io_uring_setup(2)
 */
export function mmap(length: number, prot: number, flags: number, fd: Fd = -1, offset = 0): Mapping {
  checkInt(length, 'length', 0, Math.min(Number.MAX_SAFE_INTEGER, constants.MAX_LENGTH));
  checkFlags(prot, 'prot');
  if ((prot & ~(PROT_READ | PROT_WRITE)) !== 0 || prot === 0) wrong('prot', prot, 'PROT_READ, PROT_WRITE or both');
  checkFlags(flags);
  if ((flags & ~KNOWN_FLAGS) !== 0) wrong('flags', flags, 'made of the MAP_ constants of #sys');
  checkInt(fd, 'fd', -1);
  checkOffset(offset, 'offset');
  const anonymous = (flags & MAP_ANONYMOUS) !== 0;
  const file = anonymous || isRing(fd, prot, flags, length, offset) ? null : fileBehind(fd, offset, length);
  const readOnly = (prot & PROT_WRITE) === 0;
  const kind = readOnly ? (flags & ~MAP_SHARED) | MAP_PRIVATE | MAP_NORESERVE : flags;
  const address = cMmap(0, length, PROT_READ | PROT_WRITE, kind, anonymous ? -1 : fd, offset);
  if (Number(address) === MAP_FAILED) fail('mmap');
  if (file !== null) noteMapped(file);
  const region = { address, buffer: viewMemory(address, length), file, exposed: false };
  regions.set(region.buffer, region);
  minting = true;
  try {
    return new Mapping(length, region);
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

/** Whether a ring is mapped; refuses pages that it does not have, because an access to them raises SIGBUS. */
function isRing(fd: Fd, prot: number, flags: number, length: number, offset: number): boolean {
  const sizes = ringSizes(fd);
  if (sizes === undefined) return false;
  if (prot !== (PROT_READ | PROT_WRITE)) wrong('prot', prot, 'PROT_READ | PROT_WRITE for an io_uring');
  if ((flags & MAP_SHARED) === 0) wrong('flags', flags, 'MAP_SHARED for an io_uring');
  const regionSizes = new Map([
    [IORING_OFF_SQ_RING, sizes.sqRing],
    [IORING_OFF_CQ_RING, sizes.cqRing],
    [IORING_OFF_SQES, sizes.sqes],
  ]);
  const most = regionSizes.get(offset);
  if (most === undefined) wrong('offset', offset, 'IORING_OFF_SQ_RING, IORING_OFF_CQ_RING or IORING_OFF_SQES');
  if (length > most) throw new RangeError(`length must be at most the region's ${most} bytes, not ${length}`);
  return true;
}

/**
 * `int munmap(void *addr, size_t length)`
 *
 * Releases the memory. References to its bytes become empty arrays, never wild pointers. Where the kernel may still write
 * (`mappedAddress`), the addresses stay reserved, so that what it writes reaches no other memory. munmap(2)
 */
export function munmap(mapping: Mapping): void {
  const region = mapped(mapping);
  forgetRegion(mapping);
  if (region.file !== null) forgetMapped(region.file);
  const release = detach(region.buffer) && !region.exposed ? cMunmap : cBlank;
  check(release(region.address, mapping.length), 'munmap');
}

/** Replaces the mapping by empty memory, for views that cannot be detached and for addresses that were given away. */
function blank(address: number, length: number): number {
  const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
  return Number(mmapQuietly(address, length, PROT_READ | PROT_WRITE, flags, -1, 0)) === MAP_FAILED ? -1 : 0;
}

/**
 * The address of the `length` bytes at `offset` of a mapping, for an entry of an io_uring: in C, `p + offset`. The kernel
 * believes what an entry says: take the address of each buffer from here, which checks that it is inside.
 */
export function mappedAddress(mapping: Mapping, offset = 0, length = 0): number {
  const region = mapped(mapping);
  if (!Number.isInteger(offset) || offset < 0 || offset > mapping.length)
    wrong('offset', offset, `an integer from 0 to the mapping's ${mapping.length} bytes`);
  if (!Number.isInteger(length) || length < 0 || length > mapping.length - offset)
    wrong('length', length, `an integer from 0 to the ${mapping.length - offset} bytes behind the offset`);
  region.exposed = true;
  return region.address + offset;
}

/** Refuses memory that V8 may move or free while the kernel uses it. `when` says why it is asked. */
export function checkMapped(bytes: Uint8Array, name: string, when: string): void {
  checkBytes(bytes, name);
  if (!regions.has(bytes.buffer) && bytes.length > 0) wrong(name, bytes, `memory of mmap ${when}`);
}

/** The address of such memory, which the kernel or a thread of libc goes on using after the call. */
export function lastingAddress(bytes: Uint8Array, name: string, when: string): number {
  checkMapped(bytes, name, when);
  const region = regions.get(bytes.buffer);
  if (region === undefined) return 0;
  region.exposed = true;
  return bytes.length === 0 ? 0 : region.address + bytes.byteOffset;
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

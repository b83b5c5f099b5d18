import * as c from '../constants.ts';
import { checkFd, checkInt, type Fd, wrong } from '../core/check.ts';
import { addressOf, bindSyscall } from '../core/ffi.ts';
import { keep } from '../core/iovec.ts';
import { lastingAddress, type Mapping, mappedAddress } from '../core/memory.ts';
import { fail } from '../core/result.ts';
import { interruptible } from '../signals/interruptible.ts';

const SYS_IO_URING_REGISTER = 427;
const cRegister = bindSyscall(
  SYS_IO_URING_REGISTER,
  'int io_uring_register(unsigned int fd, unsigned int opcode, void *arg, unsigned int nr_args)',
);

/** New descriptors for the registered files from `offset` on; -1 empties a place. */
export interface FilesUpdate {
  readonly offset: number;
  readonly fds: readonly number[];
}

/** Group `bgid` of provided buffers: a ring of `entries` (a power of 2) struct io_uring_buf, 16 bytes each, at the beginning of `ring`. */
export interface BufferRing {
  readonly ring: Mapping;
  readonly entries: number;
  readonly bgid: number;
}

/** The argument in memory, the number of its parts, and what must live during the call. */
interface Encoded {
  readonly arg: Uint8Array | null;
  readonly count: number;
  readonly owner?: unknown;
}

const MAX_PARTS = 1 << 15;
const BUF_BYTES = 16;
const PROBE = { header: 16, op: 8, flags: 2, ops: 256 };
const IO_URING_OP_SUPPORTED = 1;
const nothing = (): Encoded => ({ arg: null, count: 0 });
const eventfdOf = (fd: unknown): Encoded => ({ arg: ints(fdsIn([fd], 0)), count: 1 });

const ENCODERS: ReadonlyMap<number, (argument: unknown) => Encoded> = new Map([
  [c.IORING_REGISTER_BUFFERS, buffers],
  [c.IORING_UNREGISTER_BUFFERS, nothing],
  [c.IORING_REGISTER_FILES, files],
  [c.IORING_UNREGISTER_FILES, nothing],
  [c.IORING_REGISTER_EVENTFD, eventfdOf],
  [c.IORING_UNREGISTER_EVENTFD, nothing],
  [c.IORING_REGISTER_FILES_UPDATE, filesUpdate],
  [c.IORING_REGISTER_EVENTFD_ASYNC, eventfdOf],
  [c.IORING_REGISTER_PROBE, () => ({ arg: Buffer.alloc(PROBE.header + PROBE.op * PROBE.ops), count: PROBE.ops })],
  [c.IORING_REGISTER_ENABLE_RINGS, nothing],
  [c.IORING_REGISTER_PBUF_RING, (argument) => bufferRing(argument as BufferRing, true)],
  [c.IORING_UNREGISTER_PBUF_RING, (argument) => bufferRing(argument as BufferRing, false)],
]);

/**
 * `int io_uring_register(unsigned int fd, unsigned int opcode, void *arg, unsigned int nr_args)`
 *
 * Registers buffers (memory of `mmap`, which the ring keeps even after `munmap`), descriptors (whose files it keeps open), an
 * eventfd, or a ring of provided buffers; the matching IORING_UNREGISTER_… undoes it. IORING_REGISTER_PROBE returns the
 * opcodes that this kernel has, IORING_REGISTER_FILES_UPDATE the number of places changed, the others 0. Throws EBUSY when
 * they are registered already, ENXIO when they are not, EEXIST for a group that exists and ENOENT for one that does not,
 * ENOMEM at RLIMIT_MEMLOCK, EBADF, EINVAL. io_uring_register(2)
 */
export function ioUringRegister(fd: Fd, opcode: typeof c.IORING_REGISTER_PROBE): number[];
export function ioUringRegister(
  fd: Fd,
  opcode: typeof c.IORING_REGISTER_BUFFERS,
  argument: readonly Uint8Array[],
): number;
export function ioUringRegister(fd: Fd, opcode: typeof c.IORING_REGISTER_FILES, argument: readonly number[]): number;
export function ioUringRegister(fd: Fd, opcode: typeof c.IORING_REGISTER_FILES_UPDATE, argument: FilesUpdate): number;
export function ioUringRegister(
  fd: Fd,
  opcode: typeof c.IORING_REGISTER_EVENTFD | typeof c.IORING_REGISTER_EVENTFD_ASYNC,
  argument: Fd,
): number;
export function ioUringRegister(fd: Fd, opcode: typeof c.IORING_REGISTER_PBUF_RING, argument: BufferRing): number;
export function ioUringRegister(
  fd: Fd,
  opcode: typeof c.IORING_UNREGISTER_PBUF_RING,
  argument: Pick<BufferRing, 'bgid'>,
): number;
export function ioUringRegister(
  fd: Fd,
  opcode:
    | typeof c.IORING_UNREGISTER_BUFFERS
    | typeof c.IORING_UNREGISTER_FILES
    | typeof c.IORING_UNREGISTER_EVENTFD
    | typeof c.IORING_REGISTER_ENABLE_RINGS,
): number;
export function ioUringRegister(fd: Fd, opcode: number, argument?: unknown): number | number[] {
  checkFd(fd);
  const encode = ENCODERS.get(opcode) ?? wrong('opcode', opcode, 'an IORING_REGISTER_ constant of #sys');
  const { arg, count, owner } = encode(argument);
  const result = keep(owner, () => interruptible(false, () => cRegister(fd, opcode, arg, count)));
  if (result < 0) fail('io_uring_register');
  return opcode === c.IORING_REGISTER_PROBE ? supported(arg as Buffer) : result;
}

function buffers(argument: unknown): Encoded {
  const parts = arrayOf<Uint8Array>(argument, 'buffers');
  const arg = Buffer.alloc(16 * parts.length);
  parts.forEach((bytes, i) => {
    arg.writeBigUInt64LE(BigInt(lastingAddress(bytes, `buffers[${i}]`, 'to be registered')), 16 * i);
    arg.writeBigUInt64LE(BigInt(bytes.length), 16 * i + 8);
  });
  return { arg, count: parts.length };
}

function files(argument: unknown): Encoded {
  const fds = fdsIn(arrayOf(argument, 'fds'), -1);
  return { arg: ints(fds), count: fds.length };
}

function filesUpdate(argument: unknown): Encoded {
  const { offset, fds } = objectOf<FilesUpdate>(argument, '{ offset, fds }');
  checkInt(offset, 'argument.offset', 0, MAX_PARTS);
  const owner = ints(fdsIn(arrayOf(fds, 'argument.fds'), -1));
  const arg = Buffer.alloc(16);
  arg.writeUInt32LE(offset, 0);
  arg.writeBigUInt64LE(owner.length === 0 ? 0n : addressOf(owner), 8);
  return { arg, count: fds.length, owner };
}

function bufferRing(argument: BufferRing, register: boolean): Encoded {
  const { ring, entries, bgid } = objectOf<BufferRing>(argument, register ? '{ ring, entries, bgid }' : '{ bgid }');
  checkInt(bgid, 'argument.bgid', 0, 0xffff);
  const arg = Buffer.alloc(40);
  arg.writeUInt16LE(bgid, 12);
  if (register) {
    checkInt(entries, 'argument.entries', 1, MAX_PARTS);
    arg.writeBigUInt64LE(BigInt(mappedAddress(ring, 0, BUF_BYTES * entries)), 0);
    arg.writeUInt32LE(entries, 8);
  }
  return { arg, count: 1 };
}

function arrayOf<T>(value: unknown, name: string): readonly T[] {
  if (!Array.isArray(value)) wrong(name, value, 'an array');
  if (value.length > MAX_PARTS) throw new RangeError(`${name} must be at most ${MAX_PARTS}, not ${value.length}`);
  return value;
}

const objectOf = <T>(value: unknown, like: string): T =>
  value === null || typeof value !== 'object' ? wrong('argument', value, `an object like ${like}`) : (value as T);

function fdsIn(values: readonly unknown[], least: number): readonly number[] {
  const fds = values as readonly number[];
  for (const [i, fd] of fds.entries()) checkInt(fd, `fds[${i}]`, least);
  return fds;
}

const ints = (values: readonly number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer);

/** The opcodes in a struct io_uring_probe. */
function supported(probe: Buffer): number[] {
  const has = (op: number): boolean =>
    (probe.readUInt16LE(PROBE.header + PROBE.op * op + PROBE.flags) & IO_URING_OP_SUPPORTED) !== 0;
  return Array.from({ length: PROBE.ops }, (_, op) => op).filter(has);
}

import { IORING_FEAT_SINGLE_MMAP, IORING_SETUP_CQE32, IORING_SETUP_SQE128 } from '../constants.ts';
import { checkFlags, checkInt, type Fd, wrong } from '../core/check.ts';
import { bindSyscall } from '../core/ffi.ts';
import { fail } from '../core/result.ts';
import { noteRing, type RingSizes } from '../core/rings.ts';
import { distrustRecord } from '../signals/nonblocking.ts';

// libc has no functions for io_uring. The numbers are the same on x86-64 and arm64.
export const SYS_IO_URING_SETUP = 425;
const cSetup = bindSyscall(SYS_IO_URING_SETUP, 'int io_uring_setup(unsigned int entries, void *params)');

/** What the program asks for; each is 0 when left out. `cqEntries` counts only with IORING_SETUP_CQSIZE. */
export interface IoUringOptions {
  readonly flags?: number;
  readonly cqEntries?: number;
  readonly sqThreadCpu?: number;
  readonly sqThreadIdle?: number;
}

/** Byte offsets in the region of IORING_OFF_SQ_RING, each of a 32-bit word; `array` is that of `sqEntries` words. */
export interface SqRingOffsets {
  readonly head: number;
  readonly tail: number;
  readonly ringMask: number;
  readonly ringEntries: number;
  readonly flags: number;
  readonly dropped: number;
  readonly array: number;
}

/** Byte offsets in the region of IORING_OFF_CQ_RING; `cqes` is that of the completions. */
export interface CqRingOffsets {
  readonly head: number;
  readonly tail: number;
  readonly ringMask: number;
  readonly ringEntries: number;
  readonly overflow: number;
  readonly cqes: number;
  readonly flags: number;
}

/** A new io_uring: its descriptor, which the caller owns, and what the kernel says in struct io_uring_params. */
export interface IoUring {
  readonly fd: Fd;
  readonly sqEntries: number;
  readonly cqEntries: number;
  readonly flags: number;
  /** IORING_FEAT_… */
  readonly features: number;
  readonly sqOff: SqRingOffsets;
  readonly cqOff: CqRingOffsets;
}

export const PARAMS_BYTES = 120;
const WORD = {
  sqEntries: 0,
  cqEntries: 1,
  flags: 2,
  sqThreadCpu: 3,
  sqThreadIdle: 4,
  features: 5,
  sqOff: 10,
  cqOff: 20,
};
const SQE_BYTES = 64;
const CQE_BYTES = 16;

/**
 * `int io_uring_setup(u32 entries, struct io_uring_params *p)`
 *
 * Makes a submission queue of at least `entries` entries (a power of 2) and a completion queue of twice as many. The program
 * maps them with `mmap`: with IORING_FEAT_SINGLE_MMAP both rings are one region, of `sqOff.array` + 4 * `sqEntries` or
 * `cqOff.cqes` + 16 * `cqEntries` bytes, whichever is larger; the entries are another, of 64 * `sqEntries` bytes. A word
 * that the kernel changes as well is read with Atomics.load, and written with Atomics.store after what it announces.
 * Throws EPERM or ENOSYS where io_uring is forbidden or unknown (`ioUringProblem`), EINVAL for flags that this kernel does
 * not have, ENOMEM at RLIMIT_MEMLOCK, EMFILE. io_uring_setup(2), io_uring(7)
 */
export function ioUringSetup(entries: number, options: IoUringOptions = {}): IoUring {
  checkInt(entries, 'entries', 0, 0xffffffff);
  if (options === null || typeof options !== 'object') wrong('options', options, 'an object like { flags }');
  const { flags = 0, cqEntries = 0, sqThreadCpu = 0, sqThreadIdle = 0 } = options;
  checkFlags(flags, 'options.flags');
  checkInt(cqEntries, 'options.cqEntries', 0, 0xffffffff);
  checkInt(sqThreadCpu, 'options.sqThreadCpu', 0, 0xffffffff);
  checkInt(sqThreadIdle, 'options.sqThreadIdle', 0, 0xffffffff);
  const params = new Uint32Array(PARAMS_BYTES / 4);
  params[WORD.flags] = flags;
  params[WORD.cqEntries] = cqEntries;
  params[WORD.sqThreadCpu] = sqThreadCpu;
  params[WORD.sqThreadIdle] = sqThreadIdle;
  const fd = cSetup(entries, params);
  if (fd < 0) fail('io_uring_setup');
  distrustRecord();
  const ring = decode(fd, params);
  noteRing(fd, sizesOf(ring));
  return ring;
}

function decode(fd: Fd, params: Uint32Array): IoUring {
  const word = (at: number): number => params[at] as number;
  const [sq, cq] = [WORD.sqOff, WORD.cqOff];
  return {
    fd,
    sqEntries: word(WORD.sqEntries),
    cqEntries: word(WORD.cqEntries),
    flags: word(WORD.flags),
    features: word(WORD.features),
    sqOff: {
      head: word(sq),
      tail: word(sq + 1),
      ringMask: word(sq + 2),
      ringEntries: word(sq + 3),
      flags: word(sq + 4),
      dropped: word(sq + 5),
      array: word(sq + 6),
    },
    cqOff: {
      head: word(cq),
      tail: word(cq + 1),
      ringMask: word(cq + 2),
      ringEntries: word(cq + 3),
      overflow: word(cq + 4),
      cqes: word(cq + 5),
      flags: word(cq + 6),
    },
  };
}

function sizesOf({ flags, features, sqEntries, cqEntries, sqOff, cqOff }: IoUring): RingSizes {
  const sqe = (flags & IORING_SETUP_SQE128) === 0 ? SQE_BYTES : 2 * SQE_BYTES;
  const cqe = (flags & IORING_SETUP_CQE32) === 0 ? CQE_BYTES : 2 * CQE_BYTES;
  const sqes = sqe * sqEntries;
  const sqRing = sqOff.array + 4 * sqEntries;
  const cqRing = cqOff.cqes + cqe * cqEntries;
  if ((features & IORING_FEAT_SINGLE_MMAP) === 0) return { sqRing, cqRing, sqes };
  const both = Math.max(sqRing, cqRing);
  return { sqRing: both, cqRing: both, sqes };
}

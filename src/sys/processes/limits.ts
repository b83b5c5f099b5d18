import {
  PR_GET_CHILD_SUBREAPER,
  PR_GET_DUMPABLE,
  PR_GET_NAME,
  PR_GET_PDEATHSIG,
  PR_SET_CHILD_SUBREAPER,
  PR_SET_DUMPABLE,
  PR_SET_NAME,
  PR_SET_PDEATHSIG,
} from '../constants.ts';
import { checkInt, wrong } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { check } from '../core/result.ts';

const cPrlimit = bind('int prlimit(int pid, int resource, const void *new_limit, void *old_limit)');
const PRCTL = 'int prctl(int option, unsigned long arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5)';
const cPrctl = bind(PRCTL);
const cPrctlBytes = bind(
  'int prctl(int option, void *arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5)',
);

/** The limit in force (soft), and the one to which an unprivileged process may raise it (hard). RLIM_INFINITY is Infinity. */
export interface ResourceLimit {
  readonly soft: number;
  readonly hard: number;
}

const INFINITE = 2n ** 64n - 1n;

/**
 * `int prlimit(pid_t pid, int resource, const struct rlimit *new_limit, struct rlimit *old_limit)`
 *
 * Reads a limit such as RLIMIT_NOFILE of a process (0: this one), and changes it if `limit` is given. Returns the old
 * one. Throws EPERM when a hard limit would be raised without privilege, ESRCH. prlimit(2)
 */
export function prlimit(pid: number, resource: number, limit?: ResourceLimit): ResourceLimit {
  checkInt(pid, 'pid', 0);
  checkInt(resource, 'resource', 0);
  const wanted = limit === undefined ? null : encode(limit);
  const old = Buffer.alloc(16);
  check(cPrlimit(pid, resource, wanted, old), 'prlimit');
  return { soft: decode(old.readBigUInt64LE(0)), hard: decode(old.readBigUInt64LE(8)) };
}

/** `int getrlimit(int resource, struct rlimit *rlim)`: a limit of this process. getrlimit(2) */
export const getrlimit = (resource: number): ResourceLimit => prlimit(0, resource);

/** `int setrlimit(int resource, const struct rlimit *rlim)`: changes a limit of this process; children inherit it. setrlimit(2) */
export function setrlimit(resource: number, limit: ResourceLimit): void {
  if (limit === undefined) wrong('limit', limit, 'an object like { soft, hard }');
  prlimit(0, resource, limit);
}

function encode(limit: ResourceLimit): Buffer {
  if (limit === null || typeof limit !== 'object') wrong('limit', limit, 'an object like { soft, hard }');
  const bytes = Buffer.alloc(16);
  [limit.soft, limit.hard].forEach((value, i) => {
    if (value !== Number.POSITIVE_INFINITY && (!Number.isSafeInteger(value) || value < 0))
      wrong(i === 0 ? 'limit.soft' : 'limit.hard', value, 'a non-negative integer or RLIM_INFINITY');
    bytes.writeBigUInt64LE(value === Number.POSITIVE_INFINITY ? INFINITE : BigInt(value), 8 * i);
  });
  return bytes;
}

const decode = (value: bigint): number => (value === INFINITE ? Number.POSITIVE_INFINITY : Number(value));

const NAME_BYTES = 16;

/**
 * `int prctl(int option, …)`
 *
 * PR_SET_NAME with a name of at most 15 bytes for this thread; PR_SET_PDEATHSIG with the signal that this process gets
 * when its parent ends, 0 for none; PR_SET_CHILD_SUBREAPER with 1 to adopt orphaned descendants; PR_SET_DUMPABLE with 0,
 * so that until the next execve no process of the same user may trace this one or read its /proc entries. The PR_GET_…
 * forms return the current value. Options that take other addresses are not supported. prctl(2)
 */
export function prctl(option: typeof PR_GET_NAME): string;
export function prctl(option: number, argument?: number | string): number;
export function prctl(option: number, argument: number | string = 0): number | string {
  switch (option) {
    case PR_SET_NAME:
      return setName(argument);
    case PR_SET_PDEATHSIG:
    case PR_SET_CHILD_SUBREAPER:
    case PR_SET_DUMPABLE:
      if (typeof argument !== 'number') wrong('argument', argument, 'an integer');
      checkInt(argument, 'argument', 0);
      check(cPrctl(option, argument, 0, 0, 0), 'prctl');
      return 0;
    case PR_GET_DUMPABLE: {
      const dumpable = cPrctl(option, 0, 0, 0, 0);
      check(dumpable, 'prctl');
      return dumpable;
    }
    case PR_GET_PDEATHSIG:
    case PR_GET_CHILD_SUBREAPER:
      return getBytes(option, 4).readInt32LE(0);
    case PR_GET_NAME: {
      const name = getBytes(option, NAME_BYTES);
      return name.subarray(0, name.indexOf(0)).toString();
    }
    default:
      return wrong('option', option, 'one of the PR_ constants of #sys');
  }
}

function setName(name: number | string): number {
  if (typeof name !== 'string' || name.includes('\0')) wrong('argument', name, 'a string without NUL bytes');
  const bytes = Buffer.from(name);
  if (bytes.length >= NAME_BYTES) wrong('argument', name, `at most ${NAME_BYTES - 1} bytes`);
  check(cPrctlBytes(PR_SET_NAME, Buffer.concat([bytes, Buffer.alloc(NAME_BYTES)]), 0, 0, 0), 'prctl');
  return 0;
}

function getBytes(option: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  check(cPrctlBytes(option, bytes, 0, 0, 0), 'prctl');
  return bytes;
}

import { readFileSync } from 'node:fs';
import { bindQuietly, errno } from '../core/ffi.ts';
import { ENOSYS, EPERM, errorCode } from '../errors.ts';
import { PARAMS_BYTES, SYS_IO_URING_SETUP } from './setup.ts';

const setupQuietly = bindQuietly('long syscall(long number, unsigned int entries, void *params)');
const closeQuietly = bindQuietly('int close(int fd)');

/** Why no io_uring can be made here, in a few words, or null when one can. It is tried, not looked up. */
export function ioUringProblem(): string | null {
  const fd = setupQuietly(SYS_IO_URING_SETUP, 1, new Uint32Array(PARAMS_BYTES / 4));
  const error = fd < 0 ? errno() : 0;
  if (fd >= 0) closeQuietly(fd);
  return error === 0 ? null : reason(error);
}

function reason(error: number): string {
  if (error === ENOSYS) return 'this kernel has no io_uring, or a container hides it (ENOSYS)';
  if (error !== EPERM) return `io_uring_setup fails with ${errorCode(error)}`;
  const disabled = readDisabled();
  // 1 forbids it to processes that are neither privileged nor in the group kernel.io_uring_group, 2 to all.
  return disabled === '0'
    ? 'io_uring is forbidden by a seccomp filter, as in many containers (EPERM)'
    : `io_uring is forbidden by kernel.io_uring_disabled = ${disabled} (EPERM)`;
}

/** The sysctl; kernels before Linux 6.6 have none. */
function readDisabled(): string {
  try {
    return readFileSync('/proc/sys/kernel/io_uring_disabled', 'utf8').trim();
  } catch {
    return '0';
  }
}

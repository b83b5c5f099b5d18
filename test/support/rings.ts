import {
  close,
  IORING_SETUP_DEFER_TASKRUN,
  IORING_SETUP_SINGLE_ISSUER,
  ioUringProblem,
  ioUringSetup,
  isSystemError,
} from '#sys';

/** Why the proactor's ring cannot be made here, or null when it can. It is tried, not looked up. */
export function ringProblem(): string | null {
  const problem = ioUringProblem();
  if (problem !== null) return problem;
  try {
    close(ioUringSetup(1, { flags: IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN }).fd);
    return null;
  } catch (error) {
    if (!isSystemError(error, 'EINVAL')) throw error;
    return 'the io_uring of this kernel has no IORING_SETUP_DEFER_TASKRUN, which came with Linux 6.1';
  }
}

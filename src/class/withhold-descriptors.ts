import { CLOSE_RANGE_CLOEXEC, closeRange, isSystemError } from '#sys';

/**
 * Marks everything close-on-exec that our caller has left open, such as the lock file of `exec 200>>FILE`: a submission could write to
 * it, in whichever cage. A kernel before 5.11 cannot, and refuses.
 */
export function withholdDescriptors(): void {
  try {
    closeRange(3, undefined, CLOSE_RANGE_CLOEXEC);
  } catch (error) {
    if (!isSystemError(error) || !['EINVAL', 'ENOSYS'].includes(error.code)) throw error;
  }
}

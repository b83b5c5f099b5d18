import { isSystemError } from '#sys';

const NOTHING_LEFT: readonly string[] = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];
const GONE: readonly string[] = ['ECONNABORTED', 'EPROTO'];

const failedToAccept = (error: unknown, codes: readonly string[]): boolean =>
  isSystemError(error) && error.syscall.startsWith('accept') && codes.includes(error.code);

/** accept has failed for lack of a descriptor or memory. The connection waits in the listener's queue. accept(2) */
export const nothingLeft = (error: unknown): boolean => failedToAccept(error, NOTHING_LEFT);

/** The connection was aborted before it was accepted; the next one may be waiting. accept(2) */
export const goneBefore = (error: unknown): boolean => failedToAccept(error, GONE);

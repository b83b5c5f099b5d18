import { isSystemError } from '#sys';

const NOTHING_LEFT: readonly string[] = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];
const GONE: readonly string[] = ['ECONNABORTED', 'EPROTO'];

const failedToAccept = (error: unknown, codes: readonly string[]): boolean =>
  isSystemError(error) && error.syscall.startsWith('accept') && codes.includes(error.code);

/** There is no descriptor or memory left to accept with. The connection waits in the listener's queue. accept(2) */
export const nothingLeft = (error: unknown): boolean => failedToAccept(error, NOTHING_LEFT);

/** The connection has gone before it was accepted: the next one is waiting, or nobody. accept(2) */
export const goneBefore = (error: unknown): boolean => failedToAccept(error, GONE);

import { constants } from 'node:os';
import { isSystemError } from '#sys';

const { EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM } = constants.errno;
/** EPERM is among them, because Linux asks its security modules before it takes a connection from the queue. */
const NOTHING_LEFT: readonly number[] = [EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM];

/** Not among Node's constants. */
const ENONET = 64;
const EHOSTDOWN = 112;
const { ECONNABORTED, ENETDOWN, ENETUNREACH, ENOPROTOOPT, EHOSTUNREACH, EOPNOTSUPP, EPROTO } = constants.errno;
/** The connection was aborted, or an error of the network is pending on it. accept(2) "ERRORS" */
const GONE: readonly number[] = [
  ...[ECONNABORTED, ENETDOWN, EPROTO, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH],
];

const failedToAccept = (error: unknown, errnos: readonly number[]): boolean =>
  isSystemError(error) && error.syscall.startsWith('accept') && errnos.includes(error.errno);

/** accept has failed for lack of a descriptor or memory, or is forbidden. The connection waits in the listener's queue. accept(2) */
export const nothingLeft = (error: unknown): boolean => failedToAccept(error, NOTHING_LEFT);

/** The connection failed before it was accepted; the next one may be waiting. accept(2) */
export const goneBefore = (error: unknown): boolean => failedToAccept(error, GONE);

import { SO_PEERCRED, SOL_SOCKET } from '../constants.ts';
import type { Fd } from '../core/check.ts';
import { getsockoptBytes } from './socket.ts';

/** The process at the other end of a unix socket, C's struct ucred. */
export interface Ucred {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

const UCRED_BYTES = 12;

/**
 * `int getsockopt(int sockfd, SOL_SOCKET, SO_PEERCRED, struct ucred *value, socklen_t *length)`
 *
 * The peer of a connected unix socket: the process that called connect, listen or socketpair, with its ids at that moment. The kernel
 * wrote them down, so that a peer cannot lie; the process may have ended, or have passed the socket on. On other sockets
 * pid is 0, and both ids are 4294967295, which stands for none. unix(7)
 */
export function peercred(fd: Fd): Ucred {
  const bytes = getsockoptBytes(fd, SOL_SOCKET, SO_PEERCRED, UCRED_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, UCRED_BYTES);
  return { pid: view.getInt32(0, true), uid: view.getUint32(4, true), gid: view.getUint32(8, true) };
}

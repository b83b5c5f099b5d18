import { FIONREAD, SIOCOUTQ, SIOCOUTQNSD } from '../constants.ts';
import { checkFd, type Fd, wrong } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { check } from '../core/result.ts';

const cIoctl = bind('int ioctl(int fd, unsigned long request, void *argp)');

/** The requests that write one int. Others write structures, for which there is no room here. */
const REQUESTS: readonly number[] = [FIONREAD, SIOCOUTQ, SIOCOUTQNSD];

const answer = new Int32Array(1);

/**
 * `int ioctl(int fd, unsigned long request, int *value)`
 *
 * Returns a number of bytes in the kernel's buffers. FIONREAD: bytes that can be read now; of a datagram socket, those of the next
 * datagram. SIOCOUTQ: bytes of a TCP or unix socket that the peer has not acknowledged or read, also unsent ones; a FIN counts as
 * one. SIOCOUTQNSD: bytes that TCP has not sent yet. Throws EINVAL for a listener, ENOTTY where the descriptor has no
 * such number. ioctl(2), tcp(7), unix(7), pipe(7)
 */
export function ioctl(fd: Fd, request: number): number {
  checkFd(fd);
  if (!REQUESTS.includes(request)) wrong('request', request, 'FIONREAD, SIOCOUTQ or SIOCOUTQNSD');
  check(cIoctl(fd, request, answer), 'ioctl');
  return answer[0] as number;
}

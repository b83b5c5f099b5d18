import { checkFd, type Fd } from '../core/check.ts';
import { bind as bindC } from '../core/ffi.ts';
import { check } from '../core/result.ts';
import { interruptible, SO_SNDTIMEO, unlessTimed } from '../signals/interruptible.ts';
import { encodeAddress, type SocketAddress } from './address.ts';

const cConnect = bindC('int connect(int fd, const void *addr, unsigned int addrlen)');

/**
 * `int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)`
 *
 * Connects, waiting for the handshake. Throws ECONNREFUSED when the port has no listener, EINPROGRESS on a non-blocking
 * socket (it is connected once it is writable and SO_ERROR is 0) and when SO_SNDTIMEO has passed, EINTR when a signal
 * handler ran: the handshake then continues in the kernel. connect(2), socket(7)
 */
export function connect(fd: Fd, address: SocketAddress): void {
  checkFd(fd);
  const bytes = encodeAddress(address);
  check(
    interruptible(unlessTimed(fd, SO_SNDTIMEO), () => cConnect(fd, bytes, bytes.length)),
    'connect',
  );
}

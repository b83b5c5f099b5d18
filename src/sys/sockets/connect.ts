import { F_GETFL, F_SETFL, O_NONBLOCK, POLLOUT, SO_ERROR, SO_SNDTIMEO, SOL_SOCKET } from '../constants.ts';
import { checkFd, type Fd } from '../core/check.ts';
import { bind as bindC, bindQuietly, errno, failWith } from '../core/ffi.ts';
import { check, fail } from '../core/result.ts';
import { traceWaitEnds } from '../core/trace.ts';
import { EINPROGRESS, EINTR } from '../errors.ts';
import { isNonblocking, restarts, socketTimeout, throwInterrupted, waitAny } from '../signals/interrupt.ts';
import { handling } from '../signals/pending.ts';
import { encodeAddress, type SocketAddress } from './address.ts';

const cConnect = bindC('int connect(int fd, const void *addr, unsigned int addrlen)');
const cFcntl = bindQuietly('int fcntl(int fd, int cmd, int arg)');
const cGetsockopt = bindQuietly('int getsockopt(int fd, int level, int name, void *value, void *length)');

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
  if (!handling || isNonblocking(fd)) check(cConnect(fd, bytes, bytes.length), 'connect');
  else if (connectUnderHandlers(fd, bytes) < 0) fail('connect');
}

/** A blocking connect that a signal can interrupt: started in non-blocking mode, then waited for. */
function connectUnderHandlers(fd: Fd, address: Uint8Array): number {
  const flags = cFcntl(fd, F_GETFL, 0);
  cFcntl(fd, F_SETFL, flags | O_NONBLOCK);
  try {
    for (;;) {
      if (cConnect(fd, address, address.length) === 0) return 0;
      const error = errno();
      if (error === EINTR && restarts()) continue;
      if (error === EINTR) throwInterrupted('connect');
      if (error !== EINPROGRESS) return failWith(error);
      const timeout = socketTimeout(fd, SO_SNDTIMEO);
      if (waitAny('connect', [{ fd, events: POLLOUT }], timeout, timeout < 0) === 'timeout') {
        traceWaitEnds(-1, EINPROGRESS);
        return failWith(EINPROGRESS);
      }
      const result = Buffer.alloc(4);
      cGetsockopt(fd, SOL_SOCKET, SO_ERROR, result, Buffer.from([4, 0, 0, 0]));
      const code = result.readInt32LE(0);
      traceWaitEnds(code === 0 ? 0 : -1, code);
      return code === 0 ? 0 : failWith(code);
    }
  } finally {
    const saved = errno();
    cFcntl(fd, F_SETFL, flags);
    failWith(saved);
  }
}

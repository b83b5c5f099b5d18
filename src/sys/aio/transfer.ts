import { SIGEV_NONE } from '../constants.ts';
import type { Fd } from '../core/check.ts';
import { errno } from '../core/ffi.ts';
import { SystemError } from '../errors.ts';
import { type Aiocb, addressOfAiocb, makeAiocb, releaseAiocb, type Sigevent } from './aiocb.ts';
import { libcAio } from './libc.ts';

const NOTHING: Sigevent = { notify: SIGEV_NONE };

/**
 * `int aio_read(struct aiocb *aiocbp)`
 *
 * Begins to read from `offset` into all of `buffer`, which is memory of `mmap`, and returns at once: a hidden thread of libc
 * makes the call. `sigevent`, `aioSuspend` and `aioError` report the end; then `aioReturn` gives the result, also when it is
 * EBADF. The memory is libc's until then. Throws EAGAIN without resources, ENOSYS unless libc is glibc 2.34 or later. A child
 * of fork cannot use it when its parent has. aio_read(3), aio(7)
 */
export function aioRead(fd: Fd, buffer: Uint8Array, offset = 0, sigevent: Sigevent = NOTHING): Aiocb {
  return begin('aio_read', fd, buffer, offset, sigevent);
}

/** `int aio_write(struct aiocb *aiocbp)`: as `aioRead`, writes all of `buffer`, which must not change meanwhile. aio_write(3) */
export function aioWrite(fd: Fd, buffer: Uint8Array, offset = 0, sigevent: Sigevent = NOTHING): Aiocb {
  return begin('aio_write', fd, buffer, offset, sigevent);
}

function begin(name: 'aio_read' | 'aio_write', fd: Fd, buffer: Uint8Array, offset: number, event: Sigevent): Aiocb {
  const libc = libcAio();
  const call = name === 'aio_read' ? libc.read : libc.write;
  const aiocb = makeAiocb(fd, buffer, offset, event);
  if (call(addressOfAiocb(aiocb), fd, buffer, buffer.length, offset) < 0) {
    const error = errno();
    releaseAiocb(aiocb);
    throw new SystemError(name, error);
  }
  return aiocb;
}

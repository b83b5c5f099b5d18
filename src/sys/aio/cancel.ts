import { checkFd, type Fd } from '../core/check.ts';
import { fail } from '../core/result.ts';
import { type Aiocb, addressOfAiocb } from './aiocb.ts';
import { libcAio } from './libc.ts';

/**
 * `int aio_cancel(int fd, struct aiocb *aiocbp)`
 *
 * Cancels one transfer, or all of `fd`, that no thread has begun. Returns AIO_CANCELED, AIO_NOTCANCELED when at least one goes
 * on, AIO_ALLDONE when all had ended. `aioReturn` must still take the result of a cancelled one, ECANCELED. Throws EBADF.
 * aio_cancel(3)
 */
export function aioCancel(fd: Fd, aiocb: Aiocb | null = null): number {
  checkFd(fd);
  const address = aiocb === null ? 0 : addressOfAiocb(aiocb);
  const result = libcAio().cancel(fd, address);
  return result >= 0 ? result : fail('aio_cancel');
}

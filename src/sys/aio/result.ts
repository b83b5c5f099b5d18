import { EINPROGRESS, SystemError } from '../errors.ts';
import { type Aiocb, addressOfAiocb, releaseAiocb } from './aiocb.ts';
import { libcAio } from './libc.ts';

/** `int aio_error(const struct aiocb *aiocbp)`: EINPROGRESS, 0 when it has succeeded, ECANCELED, or the errno of its failure. aio_error(3) */
export function aioError(aiocb: Aiocb): number {
  const address = addressOfAiocb(aiocb);
  return libcAio().error(address);
}

/**
 * `ssize_t aio_return(struct aiocb *aiocbp)`
 *
 * Takes the result of a transfer that has ended, once: the number of bytes. Throws the error of a failed one, ECANCELED of a
 * cancelled one, and EINPROGRESS before the end, where C has undefined behaviour. aio_return(3)
 */
export function aioReturn(aiocb: Aiocb): number {
  const address = addressOfAiocb(aiocb);
  const libc = libcAio();
  const error = libc.errorQuietly(address);
  if (error === EINPROGRESS) throw new SystemError('aio_return', EINPROGRESS);
  const n = libc.result(address);
  releaseAiocb(aiocb);
  if (error !== 0) throw new SystemError('aio_return', error);
  return n;
}

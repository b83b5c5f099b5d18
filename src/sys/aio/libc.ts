import { bind, bindQuietly, type CFunction, observed } from '../core/ffi.ts';
import { ENOSYS, SystemError } from '../errors.ts';

/** libc's functions. Those that begin a transfer are traced with what stands in their control block. */
interface LibcAio {
  readonly read: CFunction;
  readonly write: CFunction;
  readonly error: CFunction;
  readonly errorQuietly: CFunction;
  readonly result: CFunction;
  readonly suspend: CFunction;
  readonly cancel: CFunction;
}

const getpid = bindQuietly('int getpid(void)');

let loaded: LibcAio | null = null;
let owner = 0;

/**
 * Bound at the first use, because glibc before 2.34 has them in another library, and musl has another struct aiocb: there
 * this throws ENOSYS. A forked child has none of the threads that its parent's libc counts on, and would wait for ever.
 */
export function libcAio(): LibcAio {
  if (loaded === null) {
    loaded = load();
    owner = getpid();
  }
  if (getpid() !== owner) throw new Error('aio: the parent of this process has used it, and its threads are not here');
  return loaded;
}

function load(): LibcAio {
  try {
    bindQuietly('const char *gnu_get_libc_version(void)');
    return {
      read: beginning('aio_read'),
      write: beginning('aio_write'),
      error: bind('int aio_error(uintptr_t aiocbp)'),
      errorQuietly: bindQuietly('int aio_error(uintptr_t aiocbp)'),
      result: bind('ssize_t aio_return(uintptr_t aiocbp)'),
      suspend: bind('int aio_suspend(const void *list, int nitems, const void *timeout)'),
      cancel: bind('int aio_cancel(int fd, uintptr_t aiocbp)'),
    };
  } catch {
    throw new SystemError('aio', ENOSYS);
  }
}

function beginning(name: 'aio_read' | 'aio_write'): CFunction {
  const begin = bindQuietly(`int ${name}(uintptr_t aiocbp)`);
  return observed(name, (aiocb: number, _fd: number, _buffer: Uint8Array, _length: number, _offset: number) =>
    begin(aiocb),
  );
}

import { isSystemError } from '../errors.ts';
import { checkFunction } from './check.ts';

/** Makes a call again for as long as it fails with EINTR. Never wrap `close` in it. */
export function retryOnEintr<T>(call: () => T): T {
  checkFunction(call, 'call');
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
    }
  }
}

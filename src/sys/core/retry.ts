import { isSystemError } from '../errors.ts';
import { checkFunction } from './check.ts';

/** Repeats a call while it fails with EINTR. Never use it for `close`: the descriptor is already gone. */
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

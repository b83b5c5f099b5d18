/** The prediction sheet: what do write and read say after the peer, or this end, has done something? */
import type { Outcome } from './types.ts';

/**
 * The outcomes of the calls in each situation, in order, as predict.ts makes them. Only in `unread` and `late` has the peer
 * sent anything: 5 bytes, before.
 */
export function predictions(situation: string): readonly Outcome[] {
  //#region 16.6
  // TODO 16.6: for each situation the outcome of each call that predict.ts makes in it: `5 bytes`, `0 bytes` (the end of
  // the stream), `waits`, EPIPE, ECONNRESET. Think first, run predict.ts then.
  //   - a FIN says that the peer sends nothing more, and not that it has gone
  //   - an error is reported once, by the first call that can; and it is not the same for every call
  switch (situation) {
    case 'fin':
      return ['5 bytes', 'EPIPE', '0 bytes'];
    case 'half':
      return ['0 bytes', '5 bytes', '5 bytes'];
    case 'reset-write':
      return ['ECONNRESET', 'EPIPE', '0 bytes'];
    case 'reset-read':
      return ['ECONNRESET', '0 bytes', 'EPIPE'];
    case 'unread':
      return ['5 bytes', 'ECONNRESET', '0 bytes', 'EPIPE'];
    case 'late':
      return ['5 bytes', '5 bytes', '0 bytes', 'EPIPE'];
    case 'no-write':
      return ['EPIPE', 'waits'];
    case 'no-read':
      return ['0 bytes', '5 bytes'];
    case 'copy-close':
      return ['waits', '5 bytes'];
    case 'copy-shutdown':
      return ['0 bytes', '5 bytes'];
    default:
      return [];
  }
  //#endregion
}

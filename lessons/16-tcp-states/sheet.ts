/** The prediction sheet: what do write and read say after the peer, or this end, has done something? */
import { todo } from '#program';
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
  todo('16.6', 'for each situation the outcome of each call that predict.ts makes in it: `5 bytes`, `0 bytes` (the end of the stream), `waits`, EPIPE, ECONNRESET');
  //#endregion
}

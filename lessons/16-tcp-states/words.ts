/** A row in words. */
import { todo } from '#program';
import { endpointText } from './address-text.ts';
import type { Row } from './types.ts';

/** `CLOSE_WAIT  127.0.0.1:8080  127.0.0.1:53212  1 unread  0 unacknowledged  no timer  held by 8121 fd 18  its program has not read the end` */
export function rowText(row: Row, holders: readonly string[]): string {
  const { state, local, remote, timer } = row;
  const peer = state === 'LISTEN' ? '-' : endpointText(remote);
  const time = timer === null ? 'no timer' : `${timer.kind} in ${(timer.ms / 1000).toFixed(2)} s`;
  const held = holders.length === 0 ? 'held by nobody' : `held by ${holders.join(', ')}`;
  return [state, endpointText(local), peer, ...queues(row), time, held, ...meaning(row)].join('  ');
}

/** The two queues; a listener has only one, which holds connections. */
function queues(row: Row): string[] {
  //#region 16.1
  // TODO 16.1: `5 unread` and `0 unacknowledged`; of a listener `2 waiting`, and nothing else.
  todo('16.1', '`5 unread` and `0 unacknowledged`');
  //#endregion
}

/** Which half is missing in CLOSE_WAIT: the read that returns 0, or the close after it. Nothing for other states. */
function meaning(row: Row): string[] {
  //#region 16.1
  // TODO 16.1: `its program has not read the end`, or `its program has read the end, and not closed`.
  //   - a FIN that has not been read counts as one more unread byte
  todo('16.1', '`its program has not read the end`, or `its program has read the end, and not closed`');
  //#endregion
}

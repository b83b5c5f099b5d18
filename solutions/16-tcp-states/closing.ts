/** The states after the first FIN: who has closed, and who has not. */
import { SHUT_WR, shutdown } from '#sys';
import { connected, fill, finish, portOf, untilState } from './ends.ts';
import type { Held } from './types.ts';

/** This end has closed first, and the peer has acknowledged that; the peer's own FIN is missing. */
export function inFinWait2(): Held {
  //#region 16.3
  // TODO 16.3: the client's end in FIN_WAIT2; goOn ends the connection, and leaves the client's end in TIME_WAIT.
  //   - end the direction, do not close: a closed socket in FIN_WAIT2 is forgotten after a minute
  //   man: shutdown(2), tcp(7) "tcp_fin_timeout"
  const { client, server } = connected();
  shutdown(client, SHUT_WR);
  untilState(client, 'FIN_WAIT2');
  return {
    state: 'FIN_WAIT2',
    local: portOf(client),
    remote: portOf(server),
    goOn: () => finish(client, server),
  };
  //#endregion
}

/** The peer has closed first, and this end has not closed yet. */
export function inCloseWait(): Held {
  //#region 16.3
  // TODO 16.3: the server's end in CLOSE_WAIT, because the client has closed first; goOn ends the connection.
  const { client, server } = connected();
  const ports = { local: portOf(server), remote: portOf(client) };
  shutdown(client, SHUT_WR);
  untilState(server, 'CLOSE_WAIT');
  return { state: 'CLOSE_WAIT', ...ports, goOn: () => finish(client, server) };
  //#endregion
}

/** This end has closed first, and the peer has not acknowledged that. */
export function inFinWait1(): Held {
  //#region 16.3
  // TODO 16.3: the client's end in FIN_WAIT1; goOn lets the peer read, and ends the connection.
  //   - the kernel acknowledges a FIN within microseconds: it must not get out. It stands in the queue behind all data
  const { client, server } = connected();
  fill(client);
  shutdown(client, SHUT_WR);
  untilState(client, 'FIN_WAIT1');
  return {
    state: 'FIN_WAIT1',
    local: portOf(client),
    remote: portOf(server),
    goOn: () => finish(client, server),
  };
  //#endregion
}

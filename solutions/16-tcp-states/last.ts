/** The states after both FINs. */
import { SHUT_WR, shutdown } from '#sys';
import { connected, fill, finish, portOf, untilState } from './ends.ts';
import type { Held } from './types.ts';

/** The peer has closed first, then this end; its FIN has not been acknowledged. */
export function inLastAck(): Held {
  //#region 16.4
  // TODO 16.4: the server's end in LAST_ACK; goOn lets the client read, and ends the connection.
  //   - the way there leads through CLOSE_WAIT, and the server's FIN must not get out
  const { client, server } = connected();
  const ports = { local: portOf(server), remote: portOf(client) };
  shutdown(client, SHUT_WR);
  untilState(server, 'CLOSE_WAIT');
  fill(server);
  shutdown(server, SHUT_WR);
  untilState(server, 'LAST_ACK');
  return { state: 'LAST_ACK', ...ports, goOn: () => finish(server, client) };
  //#endregion
}

/** Both ends have closed at the same time: this one has the peer's FIN, and no acknowledgement of its own. */
export function inClosing(): Held {
  //#region 16.4
  // TODO 16.4: the client's end in CLOSING; goOn ends the connection.
  //   - each end sends its FIN before it has the other's; one of the two FINs must not get out
  //   - an end that has the other's FIN and sends its own then is in LAST_ACK, not in CLOSING
  const { client, server } = connected();
  fill(client);
  shutdown(client, SHUT_WR);
  shutdown(server, SHUT_WR);
  untilState(client, 'CLOSING');
  return { state: 'CLOSING', local: portOf(client), remote: portOf(server), goOn: () => finish(client, server) };
  //#endregion
}

/** The states in which a connection begins. Each function holds a socket in one of them. */
import { todo } from '#program';
import { close, IPPROTO_TCP, listen, send, setsockopt, TCP_DEFER_ACCEPT } from '#sys';
import { accepted, boundSocket, connected, finish, portOf, startConnecting, untilState } from './ends.ts';
import type { Held } from './types.ts';

export function inListen(): Held {
  //#region 16.2
  // TODO 16.2: a socket in LISTEN; goOn closes it.
  //   man: listen(2)
  todo('16.2', 'a socket in LISTEN; goOn closes it');
  //#endregion
}

export function inEstablished(): Held {
  //#region 16.2
  // TODO 16.2: the client's end of a connection in ESTABLISHED; goOn ends it in good order.
  todo('16.2', 'the client\'s end of a connection in ESTABLISHED');
  //#endregion
}

/** The client has sent its SYN, and gets no answer. */
export function inSynSent(): Held {
  //#region 16.2
  // TODO 16.2: connect to a listener whose queue is full: it drops the SYN. goOn makes room, and ends both connections.
  //   - a backlog of n takes n + 1 connections
  //   - the first one is in the queue when its client is ESTABLISHED, not before
  //   man: listen(2), tcp(7)
  todo('16.2', 'connect to a listener whose queue is full: it drops the SYN');
  //#endregion
}

/** The server has answered the SYN, and waits for the client. */
export function inSynReceived(): Held {
  //#region 16.2
  // TODO 16.2: the server's end in SYN_RECV; goOn completes the connection and ends it.
  //   - TCP_DEFER_ACCEPT: the listener ignores the last segment of the handshake when it is empty; give it a minute
  //   - for the client the handshake is complete: its end is ESTABLISHED
  //   man: tcp(7)
  todo('16.2', 'the server\'s end in SYN_RECV');
  //#endregion
}

/** The states in which a connection begins. Each function holds a socket in one of them. */
import { close, IPPROTO_TCP, listen, send, setsockopt, TCP_DEFER_ACCEPT } from '#sys';
import { accepted, boundSocket, connected, finish, portOf, startConnecting, untilState } from './ends.ts';
import type { Held } from './types.ts';

export function inListen(): Held {
  //#region 16.2
  // TODO 16.2: a socket in LISTEN; goOn closes it.
  //   man: listen(2)
  const listener = boundSocket();
  listen(listener, 1);
  return { state: 'LISTEN', local: portOf(listener), remote: 0, goOn: () => close(listener) };
  //#endregion
}

export function inEstablished(): Held {
  //#region 16.2
  // TODO 16.2: the client's end of a connection in ESTABLISHED; goOn ends it in good order.
  const { client, server } = connected();
  const ports = { local: portOf(client), remote: portOf(server) };
  return { state: 'ESTABLISHED', ...ports, goOn: () => finish(client, server) };
  //#endregion
}

/** The client has sent its SYN, and gets no answer. */
export function inSynSent(): Held {
  //#region 16.2
  // TODO 16.2: connect to a listener whose queue is full: it drops the SYN. goOn makes room, and ends both connections.
  //   - a backlog of n takes n + 1 connections
  //   - the first one is in the queue when its client is ESTABLISHED, not before
  //   man: listen(2), tcp(7)
  const listener = boundSocket();
  listen(listener, 0);
  const before = boundSocket();
  startConnecting(before, portOf(listener));
  untilState(before, 'ESTABLISHED');
  const client = boundSocket();
  startConnecting(client, portOf(listener));
  const goOn = (): void => {
    finish(before, accepted(listener));
    finish(client, accepted(listener)); // the SYN is sent again after a second
    close(listener);
  };
  return { state: 'SYN_SENT', local: portOf(client), remote: portOf(listener), goOn };
  //#endregion
}

/** The server has answered the SYN, and waits for the client. */
export function inSynReceived(): Held {
  //#region 16.2
  // TODO 16.2: the server's end in SYN_RECV; goOn completes the connection and ends it.
  //   - TCP_DEFER_ACCEPT: the listener ignores the last segment of the handshake when it is empty; give it a minute
  //   - for the client the handshake is complete: its end is ESTABLISHED
  //   man: tcp(7)
  const listener = boundSocket();
  setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 60);
  listen(listener, 1);
  const client = boundSocket();
  startConnecting(client, portOf(listener));
  untilState(client, 'ESTABLISHED');
  const goOn = (): void => {
    send(client, Buffer.from('hello'));
    finish(client, accepted(listener));
    close(listener);
  };
  return { state: 'SYN_RECV', local: portOf(listener), remote: portOf(client), goOn };
  //#endregion
}

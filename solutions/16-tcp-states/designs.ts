/** Three designs of a server with short connections, and a cure that is none: who keeps a TIME_WAIT for a minute? */
import { close, type Fd, linger, SHUT_WR, SO_LINGER, SOL_SOCKET, setsockopt, shutdown } from '#sys';
import { drain } from './ends.ts';
import { ask, readAnswer, readUntilReset, serve } from './transaction.ts';

/** One request on one connection. Closes both ends; returns the number of bytes of the answer that the client got. */
export type Design = (client: Fd, server: Fd) => number;

/** The server ends the connection, and so tells the client where the answer ends. */
export const serverFirst: Design = (client, server) => {
  ask(client);
  serve(server);
  //#region 16.5
  // TODO 16.5: the server closes first, and the client gets the whole answer.
  //   - the end that sends its FIN first has the TIME_WAIT; the other one has nothing to remember
  //   - shutdown and read on: an end that closes with bytes unread sends a reset in place of a FIN
  shutdown(server, SHUT_WR);
  const got = drain(client);
  close(client);
  drain(server);
  close(server);
  return got;
  //#endregion
};

/** The client knows the length of the answer, and closes when it has all of it. */
export const clientFirst: Design = (client, server) => {
  ask(client);
  serve(server);
  //#region 16.5
  // TODO 16.5: the client closes first, after the whole answer; the server closes when it has read the client's end.
  //   - a server that forgets that close collects sockets in CLOSE_WAIT
  const got = readAnswer(client);
  shutdown(client, SHUT_WR);
  drain(server);
  close(server);
  drain(client);
  close(client);
  return got;
  //#endregion
};

/** SO_LINGER with 0 seconds: no TIME_WAIT anywhere, because the connection is not closed but reset. */
export const withReset: Design = (client, server) => {
  ask(client);
  serve(server);
  //#region 16.5
  // TODO 16.5: close the server's end with a reset, then count what the client can still read.
  //   - a reset drops the bytes that are not yet at the client; what has arrived can still be read, then ECONNRESET
  //   man: socket(7) SO_LINGER
  setsockopt(server, SOL_SOCKET, SO_LINGER, linger(true, 0));
  close(server);
  const got = readUntilReset(client);
  close(client);
  return got;
  //#endregion
};

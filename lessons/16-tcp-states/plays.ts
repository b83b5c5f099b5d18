/** The connections that capture.ts draws: what happens, act by act. Nothing to do in this file. */
import { close, type Fd, linger, MSG_NOSIGNAL, SHUT_WR, SO_LINGER, SOL_SOCKET, send, setsockopt, shutdown, sleepMs, tcpInfo } from '#sys';
import { boundSocket, connected, deafen, drain, fill, finish, portOf, startConnecting, undeafen, untilState } from './ends.ts';
import { HELLO, untilUnread } from './unread.ts';

/** A connection, its ports and the names of its ends, and what is done with it: after each act its states are looked up. */
export interface Played {
  readonly left: number;
  readonly right: number;
  readonly names: readonly [string, string];
  readonly acts: readonly (() => void)[];
}

function clientAndServer(acts: (client: Fd, server: Fd) => readonly (() => void)[]): Played {
  const { client, server } = connected();
  return { left: portOf(client), right: portOf(server), names: ['client', 'server'], acts: acts(client, server) };
}

/** Waits until a sender has sent its last bytes again this often. */
function untilResent(fd: Fd, times: number): void {
  while (tcpInfo(fd).retransmits < times) sleepMs(5);
}

/** Two sockets that connect to each other, each deaf until both SYNs are on their way. */
function simultaneousOpen(): Played {
  const [one, other] = [boundSocket(), boundSocket()];
  const [left, right] = [portOf(one), portOf(other)];
  for (const fd of [one, other]) deafen(fd);
  startConnecting(one, right);
  startConnecting(other, left);
  const open = (): void => {
    for (const fd of [one, other]) undeafen(fd);
    untilState(one, 'ESTABLISHED');
    untilState(other, 'ESTABLISHED');
  };
  return { left, right, names: ['one', 'other'], acts: [open] };
}

export const PLAYS: Readonly<Record<string, () => Played>> = {
  /** Handshake, 5 bytes, and an end in good order. */
  open: () =>
    clientAndServer((client, server) => [
      () => {
        send(client, HELLO, MSG_NOSIGNAL);
        untilUnread(server, HELLO.length);
      },
      () => {
        shutdown(client, SHUT_WR);
        untilState(client, 'FIN_WAIT2');
      },
      () => finish(client, server),
    ]),
  /** The peer closes with bytes unread. */
  unread: () =>
    clientAndServer((client, server) => [
      () => {
        send(client, HELLO, MSG_NOSIGNAL);
        untilUnread(server, HELLO.length);
      },
      () => {
        close(server);
        untilState(client, 'CLOSE');
      },
    ]),
  /** The peer closes in order, and gets bytes afterwards. */
  write: () =>
    clientAndServer((client, server) => [
      () => {
        close(server);
        untilState(client, 'CLOSE_WAIT');
      },
      () => {
        send(client, HELLO, MSG_NOSIGNAL);
        untilState(client, 'CLOSE');
      },
    ]),
  reset: () =>
    clientAndServer((client, server) => [
      () => {
        setsockopt(server, SOL_SOCKET, SO_LINGER, linger(true, 0));
        close(server);
        untilState(client, 'CLOSE');
      },
    ]),
  /** Both ends close, and the FIN of the client stands behind data. */
  crossing: () =>
    clientAndServer((client, server) => [
      () => fill(client),
      () => {
        shutdown(client, SHUT_WR);
        shutdown(server, SHUT_WR);
        untilState(client, 'CLOSING');
      },
      () => {
        drain(server);
        close(server);
        close(client);
      },
    ]),
  /** The server is deaf while 5 bytes come: they are sent again until they get through. */
  lost: () =>
    clientAndServer((client, server) => [
      () => {
        deafen(server);
        send(client, HELLO, MSG_NOSIGNAL);
        untilResent(client, 2);
      },
      () => {
        undeafen(server);
        untilUnread(server, HELLO.length);
      },
    ]),
  both: simultaneousOpen,
};

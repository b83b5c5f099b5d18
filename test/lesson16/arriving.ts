/** What arrives at a client that reads nothing. */
import {
  AF_INET,
  accept,
  connect,
  type Fd,
  FIONREAD,
  ioctl,
  MSG_NOSIGNAL,
  SO_RCVBUF,
  SO_SNDBUF,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  socket,
} from '#sys';
import { until } from '../../src/host/wait.ts';
import { portOf, withSockets } from './sockets.ts';

/** The receive buffer of the lesson's clients, and the send buffer of its servers. */
const RECEIVE = 2304;
const ROOM = 1_000_000;
/** Looks in a row without a change, 4 ms each: on loopback nothing more is under way. */
const LOOKS = 25;

/** The number of bytes of an answer that this kernel delivers to a client of the lesson before the client reads: its window closes. */
export const arrives = (answer: number): Promise<number> =>
  withSockets(async (sockets) => {
    const listener = sockets.listener(AF_INET);
    const client = sockets.keep(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC));
    setsockopt(client, SOL_SOCKET, SO_RCVBUF, RECEIVE);
    connect(client, { family: AF_INET, address: '127.0.0.1', port: portOf(listener) });
    const server = sockets.keep(accept(listener)?.fd as Fd);
    setsockopt(server, SOL_SOCKET, SO_SNDBUF, ROOM);
    send(server, Buffer.alloc(answer), MSG_NOSIGNAL);
    let [seen, same] = [0, 0];
    await until(() => {
      const now = ioctl(client, FIONREAD);
      same = now > 0 && now === seen ? same + 1 : 0;
      seen = now;
      return same >= LOOKS;
    }, 10_000);
    return seen;
  });

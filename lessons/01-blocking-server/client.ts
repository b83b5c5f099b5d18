/** Sends standard input to an echo server and prints the answer, a piece at a time. */
import { program, readWaiting, todo } from '#program';
import {
  AF_INET,
  connect,
  type Fd,
  INADDR_LOOPBACK,
  read,
  SHUT_WR,
  SIG_IGN,
  SIGPIPE,
  SOCK_STREAM,
  shutdown,
  signal,
  socket,
} from '#sys';
import { writeAll } from './write-all.ts';

const STDIN: Fd = 0;
const STDOUT: Fd = 1;

/** Connects to a server on this machine. The caller owns the descriptor. */
export function openConnection(port: number): Fd {
  //#region 01.5
  // TODO 01.5: return a TCP socket that is connected to 127.0.0.1 at `port`.
  //   man: socket(2), connect(2)
  todo('01.5', 'return a TCP socket that is connected to 127.0.0.1 at `port`');
  //#endregion
}

/** Reads exactly `count` bytes of answer and prints them as they arrive. */
export function printAnswer(conn: Fd, count: number): void {
  //#region 01.5
  // TODO 01.5: read exactly `count` bytes from `conn` and write each piece to STDOUT.
  //   - one read may return fewer bytes than asked for
  //   - the stream ends too early: throw new Error('the server closed the connection')
  //   man: read(2)
  todo('01.5', 'read exactly `count` bytes from `conn` and write each piece to STDOUT');
  //#endregion
}

/** Talks until standard input ends, then ends its direction and waits for the server's end of file. */
export function talk(conn: Fd): void {
  //#region 01.5
  // TODO 01.5: send each piece of standard input and print its answer.
  //   - readWaiting reads STDIN as read does, and waits also where another process made it non-blocking
  //   - at the end of the input end your direction only: close would end both
  //   - then read until the server has ended its direction as well
  //   man: shutdown(2)
  todo('01.5', 'send each piece of standard input and print its answer');
  //#endregion
}

program(
  import.meta.url,
  {
    about: 'Echo client: sends standard input, prints the answer.',
    options: { port: { default: 0, about: 'port of the server on 127.0.0.1' } },
  },
  ({ port }) => {
    signal(SIGPIPE, SIG_IGN); // a write to a server that has gone throws EPIPE: a message instead of a silent end
    talk(openConnection(port));
  },
);

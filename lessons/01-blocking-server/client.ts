/** Sends standard input to an echo server and prints what comes back, a piece at a time. */
import { program, todo } from '#program';
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
  // TODO 01.5: make a TCP socket and connect it to 127.0.0.1 at `port`.
  //   man: socket(2), connect(2)
  todo('01.5', 'make a TCP socket and connect it to 127.0.0.1 at `port`');
  //#endregion
}

/** Reads exactly `count` bytes of answer and prints them as they come. */
export function printAnswer(conn: Fd, count: number): void {
  //#region 01.5
  // TODO 01.5: read until `count` bytes have come, printing each piece. One read may bring fewer.
  //   If the stream ends before that, throw new Error('the server closed the connection').
  //   man: read(2)
  todo('01.5', 'read until `count` bytes have come, printing each piece');
  //#endregion
}

/** Talks until standard input ends, then says so to the server and waits for its end. */
export function talk(conn: Fd): void {
  //#region 01.5
  // TODO 01.5: send each piece of standard input and print its answer. At end of input
  //   end your direction of the connection, and read until the server has ended its own.
  //   man: shutdown(2)
  todo('01.5', 'send each piece of standard input and print its answer');
  //#endregion
}

program(
  import.meta.url,
  {
    about: 'Echo client: sends standard input, prints what comes back.',
    options: { port: { default: 0, about: 'port of the server on 127.0.0.1' } },
  },
  ({ port }) => {
    signal(SIGPIPE, SIG_IGN); // a server that goes away is an error message here, not a silent end
    talk(openConnection(port));
  },
);

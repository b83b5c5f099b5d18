/** Sends standard input to an echo server and prints what comes back, both at once: neither waits for the other. */
import { Failure, connectTo, program, todo, writeAll } from '#program';
import { type Fd, FdSet, read, SHUT_WR, SIG_IGN, SIGPIPE, select, setNonblocking, shutdown, signal, write } from '#sys';

const STDIN: Fd = 0;
const STDOUT: Fd = 1;

/** Talks until both sides have said that they have no more. */
export function talk(conn: Fd): void {
  setNonblocking(conn, true);
  const input = Buffer.alloc(16_384);
  const answer = Buffer.alloc(65_536);
  /** Input that the connection has not taken yet. While there is some, no more is read. */
  let pending = input.subarray(0, 0);
  let inputEnded = false;
  //#region 03.6
  // TODO 03.6: in a loop: watch the connection for reading; for writing too while something is pending; standard input for
  //   reading while nothing is pending and it has not ended. Then, for each that is ready: write what is pending and keep
  //   what was not taken; read input into pending, and at its end shut down our direction, once nothing is pending; read
  //   the answer and print it. The end of the answer is the end of all: a Failure when our input had not ended.
  //   man: select(2), shutdown(2)
  todo('03.6', 'in a loop: watch the connection for reading');
  //#endregion
}

program(
  import.meta.url,
  {
    about: 'Echo client on select: sends standard input, prints what comes back, at the same time.',
    options: { port: { default: 0, about: 'port of the server on 127.0.0.1' } },
  },
  ({ port }) => {
    signal(SIGPIPE, SIG_IGN);
    talk(connectTo(port));
  },
);

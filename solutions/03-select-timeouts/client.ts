/** Sends standard input to an echo server and prints the answer at the same time: neither direction waits for the other. */
import { connectTo, Failure, program, writeAll } from '#program';
import { type Fd, FdSet, read, SHUT_WR, SIG_IGN, SIGPIPE, select, setNonblocking, shutdown, signal, write } from '#sys';

const STDIN: Fd = 0;
const STDOUT: Fd = 1;

/** Talks until both sides have ended their direction. */
export function talk(conn: Fd): void {
  setNonblocking(conn, true);
  const input = Buffer.alloc(16_384);
  const answer = Buffer.alloc(65_536);
  /** Input that the connection has not taken yet. While it is not empty, no more input is read. */
  let pending = input.subarray(0, 0);
  let inputEnded = false;
  //#region 03.6
  // TODO 03.6: watch the connection and standard input together, and serve the ready ones.
  //   - watch `conn` for writing only while `pending` is not empty, STDIN only while it is empty
  //   - write may take only a part of `pending`: keep the rest. null from read is not the end
  //   - at the end of the input shut down and read on; an answer that ends earlier is a Failure
  //   man: select(2), shutdown(2)
  for (;;) {
    const readable = new FdSet();
    const writable = new FdSet();
    readable.add(conn);
    if (pending.length > 0) writable.add(conn);
    else if (!inputEnded) readable.add(STDIN);
    select(conn + 1, readable, writable, null, null);
    if (writable.has(conn)) pending = pending.subarray(write(conn, pending) ?? 0);
    if (readable.has(STDIN)) {
      const n = read(STDIN, input);
      pending = input.subarray(0, n ?? 0);
      if (n === 0) {
        inputEnded = true;
        shutdown(conn, SHUT_WR);
      }
    }
    if (readable.has(conn)) {
      const n = read(conn, answer);
      if (n === 0 && inputEnded) return;
      if (n === 0) throw new Failure('the server ended the connection before the end of the input');
      if (n !== null) writeAll(STDOUT, answer.subarray(0, n));
    }
  }
  //#endregion
}

program(
  import.meta.url,
  {
    about: 'Echo client on select: sends standard input and prints the answer at the same time.',
    options: { port: { default: 0, about: 'port of the server on 127.0.0.1' } },
  },
  ({ port }) => {
    signal(SIGPIPE, SIG_IGN);
    talk(connectTo(port));
  },
);

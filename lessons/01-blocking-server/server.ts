/**
 * The iterative echo server: one process, one client at a time. While it serves one, the kernel
 * completes the handshakes of the next and queues them; nobody reads what they write.
 */
import { log, program, ready, show, todo } from '#program';
import {
  AF_INET,
  accept,
  bind,
  close,
  type Fd,
  INADDR_LOOPBACK,
  isSystemError,
  listen,
  read,
  SIG_IGN,
  SIGPIPE,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
  SOMAXCONN,
  type SocketAddress,
  setsockopt,
  signal,
  socket,
} from '#sys';
import { writeAll } from './write-all.ts';

const buffer = Buffer.alloc(4096);

/** Opens a listening socket on 127.0.0.1. The caller owns it. Port 0 lets the kernel choose. */
export function openListener(port: number): Fd {
  //#region 01.1
  // TODO 01.1: make a TCP socket, let it share its port with connections in TIME_WAIT,
  //   bind it to { family: AF_INET, address: INADDR_LOOPBACK, port }, and listen.
  //   man: socket(2), setsockopt(2), socket(7) "SO_REUSEADDR", bind(2), listen(2)
  todo('01.1', 'make a TCP socket, let it share its port with connections in TIME_WAIT, bind it to { family: AF_INET, address: INADDR_LOOPBACK, port }, and listen');
  //#endregion
}

/** Takes one connection after the other, for ever. */
export function serve(listener: Fd): never {
  //#region 01.2
  // TODO 01.2: accept a connection, log `accepted ${show(peer)}`, echo it, close it; then the next.
  //   It must be closed however echo ends; an error goes to connectionLost.
  //   man: accept(2), close(2)
  todo('01.2', 'accept a connection, log `accepted ${show(peer)}`, echo it, close it');
  //#endregion
}

/** Sends back what the client sends, until it has no more to say. */
export function echo(conn: Fd): void {
  //#region 01.3
  // TODO 01.3: read into buffer and writeAll what was read, until read says end of file.
  //   Write the bytes that came, not the whole buffer.
  //   man: read(2) "RETURN VALUE"
  todo('01.3', 'read into buffer and writeAll what was read, until read says end of file');
  //#endregion
}

/** A connection broke. That is the end of one client, not of the server. */
export function connectionLost(peer: SocketAddress, error: unknown): void {
  //#region 01.4
  // TODO 01.4: log a failed system call and return; throw any other error again, it is a bug of ours.
  //   isSystemError tells them apart. The loop in serve (01.2) catches what echo throws, and calls this.
  //   man: read(2) and write(2) "ERRORS", tcp(7)
  todo('01.4', 'log a failed system call and return');
  //#endregion
}

program(
  import.meta.url,
  {
    about: 'Echo server, one client at a time.',
    options: { port: { default: 0, about: 'port to listen on; 0 takes any free one' } },
  },
  ({ port }) => {
    //#region 01.4 silent
    // TODO 01.4: a client that closes while we still write to it must not end the server.
    //   man: signal(7) "SIGPIPE", signal(2)
    //#endregion
    const listener = openListener(port);
    ready(listener);
    serve(listener);
  },
);

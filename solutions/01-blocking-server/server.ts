/**
 * The iterative echo server: one process, one client at a time. While it serves one, the kernel
 * completes the handshakes of the next clients and queues their connections and their bytes.
 */
import { log, program, ready, show } from '#program';
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
  // TODO 01.1: return a TCP socket that listens on 127.0.0.1 at `port`.
  //   - set SO_REUSEADDR before bind: connections in TIME_WAIT may still use the port
  //   - pass the port as it is: bind swaps its bytes
  //   - backlog: SOMAXCONN
  //   man: socket(2), setsockopt(2), socket(7) "SO_REUSEADDR", bind(2), listen(2)
  const listener = socket(AF_INET, SOCK_STREAM);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, true); // before bind, which checks it
  bind(listener, { family: AF_INET, address: INADDR_LOOPBACK, port });
  listen(listener, SOMAXCONN);
  return listener;
  //#endregion
}

/** Serves one connection after the other, for ever. */
export function serve(listener: Fd): never {
  //#region 01.2
  // TODO 01.2: accept connections for ever, and serve each with echo.
  //   - log `accepted ${show(peer)}` for each
  //   - close the descriptor however echo ends
  //   - pass an error that echo throws to connectionLost
  //   man: accept(2), close(2)
  for (;;) {
    const connection = accept(listener);
    if (connection === null) continue; // would block: never happens with a blocking listener
    const { fd, peer } = connection;
    log(`accepted ${show(peer)}`);
    try {
      echo(fd);
      log(`finished ${show(peer)}`);
    } catch (error) {
      connectionLost(peer, error);
    } finally {
      close(fd); // without this the client never sees the end, and we run out of descriptors
    }
  }
  //#endregion
}

/** Sends back what the client sends, until its end of file. */
export function echo(conn: Fd): void {
  //#region 01.3
  // TODO 01.3: send back every byte that the client sends, until end of file.
  //   - read returns the number of bytes: write those, not the whole buffer
  //   - end of file is 0, and read returns it again each time
  //   man: read(2) "RETURN VALUE"
  for (;;) {
    const n = read(conn, buffer);
    if (n === 0 || n === null) return;
    writeAll(conn, buffer.subarray(0, n));
  }
  //#endregion
}

/** Handles the error that ended a connection: it concerns one client, not the server. */
export function connectionLost(peer: SocketAddress, error: unknown): void {
  //#region 01.4
  // TODO 01.4: log a failed system call and return.
  //   - throw every other error again, because it is a bug of ours: isSystemError tells them apart
  //   - the loop of 01.2 must catch what echo throws and call this function
  //   man: read(2) and write(2) "ERRORS", tcp(7)
  if (!isSystemError(error)) throw error;
  log(`lost ${show(peer)}: ${error.message}`);
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
    // TODO 01.4: ignore SIGPIPE, whose default action ends the server: write throws EPIPE then.
    //   man: signal(7) "SIGPIPE", signal(2)
    signal(SIGPIPE, SIG_IGN); // write throws EPIPE instead
    //#endregion
    const listener = openListener(port);
    ready(listener);
    serve(listener);
  },
);

import {
  AF_INET,
  bind,
  connect,
  type Fd,
  INADDR_LOOPBACK,
  listen,
  POLLIN,
  POLLOUT,
  poll,
  read,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
  SOMAXCONN,
  setsockopt,
  socket,
  write,
} from '#sys';

/** A listening socket on 127.0.0.1, as lesson 01 makes it. The caller owns it; port 0 lets the kernel choose. */
export function listenOn(port: number): Fd {
  const listener = socket(AF_INET, SOCK_STREAM);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, true);
  bind(listener, { family: AF_INET, address: INADDR_LOOPBACK, port });
  listen(listener, SOMAXCONN);
  return listener;
}

/** A connection to a port of this machine. The caller owns it. */
export function connectTo(port: number): Fd {
  const conn = socket(AF_INET, SOCK_STREAM);
  connect(conn, { family: AF_INET, address: INADDR_LOOPBACK, port });
  return conn;
}

/**
 * Reads as from a blocking descriptor, also where another process has set O_NONBLOCK, which belongs to the open file and not
 * to the descriptor: it waits with poll. 0 is the end of the stream, and nothing else is. open(2), fcntl(2)
 */
export function readWaiting(fd: Fd, bytes: Uint8Array, length = bytes.length): number {
  for (;;) {
    const n = read(fd, bytes, length);
    if (n !== null) return n;
    poll([{ fd, events: POLLIN }], -1);
  }
}

/** Writes every byte as to a blocking descriptor, as lesson 01 does; see readWaiting. */
export function writeAll(fd: Fd, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const n = write(fd, bytes.subarray(done));
    if (n === null) poll([{ fd, events: POLLOUT }], -1);
    else done += n;
  }
}

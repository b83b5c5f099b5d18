import {
  AF_INET,
  bind,
  connect,
  type Fd,
  INADDR_LOOPBACK,
  listen,
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

/** Writes every byte to a blocking descriptor, as lesson 01 does. */
export function writeAll(fd: Fd, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += write(fd, bytes.subarray(done)) ?? 0;
}

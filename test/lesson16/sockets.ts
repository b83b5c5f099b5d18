/** Sockets of the test itself, to be looked at. */
import { existsSync } from 'node:fs';
import {
  AF_INET,
  AF_INET6,
  accept,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  isSystemError,
  linger,
  listen,
  SO_LINGER,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  SOL_SOCKET,
  setNonblocking,
  setsockopt,
  socket,
} from '#sys';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { lookAt } from '../support/look-at.ts';

export type Family = typeof AF_INET | typeof AF_INET6;

/** A look at a socket of a program; null when the program has no such socket, or closes it meanwhile. */
export function onSocketOf<T>({ pid }: ObservedProgram, inode: number | undefined, look: (fd: Fd) => T): T | null {
  const fd = socketInodes(pid).get(inode ?? 0);
  try {
    return fd === undefined ? null : lookAt(pid, fd, look);
  } catch (error) {
    if (!isSystemError(error, 'ESRCH') && !isSystemError(error, 'EBADF')) throw error;
    return null;
  }
}

export const portOf = (fd: Fd): number => (getsockname(fd) as { port: number }).port;

const loopback = (family: Family): string => (family === AF_INET ? '127.0.0.1' : '::1');

/** The families that this machine has on its loopback interface. */
export function families(): Family[] {
  if (!existsSync('/proc/net/tcp6')) return [AF_INET];
  const fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC);
  try {
    bind(fd, { family: AF_INET6, address: '::1', port: 0 });
    return [AF_INET, AF_INET6];
  } catch {
    return [AF_INET];
  } finally {
    close(fd);
  }
}

/** Sockets that are closed together at the end of a test, by resets, so that no TIME_WAIT stays. */
export class Sockets {
  readonly #open: Fd[] = [];

  listener(family: Family, backlog = 16): Fd {
    const fd = this.keep(socket(family, SOCK_STREAM | SOCK_CLOEXEC));
    bind(fd, { family, address: loopback(family), port: 0 });
    listen(fd, backlog);
    return fd;
  }

  /** A client whose connection waits in the listener's queue. */
  client(family: Family, listener: Fd): Fd {
    const fd = this.keep(socket(family, SOCK_STREAM | SOCK_CLOEXEC));
    connect(fd, { family, address: loopback(family), port: portOf(listener) });
    return fd;
  }

  /** Both ends of a new connection, non-blocking. */
  connected(family: Family, listener: Fd): { client: Fd; server: Fd } {
    const client = this.client(family, listener);
    const server = this.keep(accept(listener)?.fd as Fd);
    for (const fd of [client, server]) setNonblocking(fd, true);
    return { client, server };
  }

  /** Closes it as the test has set it up. */
  close(fd: Fd): void {
    this.#open.splice(this.#open.indexOf(fd), 1);
    close(fd);
  }

  reset(fd: Fd): void {
    setsockopt(fd, SOL_SOCKET, SO_LINGER, linger(true, 0));
    this.close(fd);
  }

  end(): void {
    for (const fd of [...this.#open]) this.reset(fd);
  }

  /** Closes it at the end. */
  keep(fd: Fd): Fd {
    this.#open.push(fd);
    return fd;
  }
}

export async function withSockets<T>(act: (sockets: Sockets) => Promise<T>): Promise<T> {
  const sockets = new Sockets();
  try {
    return await act(sockets);
  } finally {
    sockets.end();
  }
}

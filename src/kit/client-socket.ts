import {
  AF_INET,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  isSystemError,
  linger,
  MSG_NOSIGNAL,
  recv,
  SHUT_WR,
  SO_LINGER,
  SO_RCVBUF,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  shutdown,
  socket,
} from '#sys';

/** How the other side's stream ended, as far as we have read. */
export type Ending = 'open' | 'eof' | 'reset';

/** Starts a non-blocking connection to a port of 127.0.0.1. The caller owns the descriptor. */
export function startConnecting(port: number, receiveBuffer?: number): Fd {
  // Close-on-exec: a server started later would hold this end too, and our close would send no FIN.
  const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (receiveBuffer !== undefined) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, receiveBuffer);
  bind(fd, { family: AF_INET, address: '127.0.0.1', port: 0 });
  try {
    connect(fd, { family: AF_INET, address: '127.0.0.1', port });
  } catch (error) {
    if (!isSystemError(error, 'EINPROGRESS')) {
      close(fd);
      throw error;
    }
  }
  return fd;
}

/** A non-blocking client socket: reads and writes only when told to, never waits, and keeps all that it has received. */
export class ClientSocket {
  readonly fd: Fd;
  readonly port: number;
  #received: Buffer[] = [];
  #arrived = 0;
  #ending: Ending = 'open';
  #closed = false;

  constructor(fd: Fd) {
    this.fd = fd;
    this.port = (getsockname(fd) as { port: number }).port;
  }

  /** All bytes received so far. */
  get received(): Buffer {
    if (this.#received.length > 1) this.#received = [Buffer.concat(this.#received)];
    return this.#received[0] ?? Buffer.alloc(0);
  }

  /** The number of bytes received so far. */
  get arrived(): number {
    return this.#arrived;
  }

  get ending(): Ending {
    return this.#ending;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Records a reset that no call on the socket has reported. */
  protected markReset(): void {
    this.#ending = 'reset';
  }

  /** Takes what has arrived, without waiting. */
  pump(limit = Number.POSITIVE_INFINITY): void {
    const buffer = Buffer.allocUnsafe(65_536);
    let taken = 0;
    while (this.#ending === 'open' && !this.#closed && taken < limit) {
      try {
        const n = recv(this.fd, buffer, 0, Math.min(buffer.length, limit - taken));
        if (n === null) return;
        if (n === 0) this.#ending = 'eof';
        this.#received.push(Buffer.from(buffer.subarray(0, n)));
        taken += n;
        this.#arrived += n;
      } catch (error) {
        if (!isSystemError(error)) throw error;
        this.#ending = 'reset';
      }
    }
  }

  /** Sends what the socket takes now; returns the number of bytes taken: 0 for a broken connection. */
  offer(bytes: Uint8Array): number {
    if (this.#closed) return 0; // the descriptor may have been reused
    try {
      return send(this.fd, bytes, MSG_NOSIGNAL) ?? 0;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#ending = 'reset';
      return 0;
    }
  }

  /** Ends our direction; reading goes on. Does nothing when the server has already ended the connection. */
  halfClose(): void {
    if (this.#closed) return;
    try {
      shutdown(this.fd, SHUT_WR);
    } catch (error) {
      if (!isSystemError(error, 'ENOTCONN')) throw error;
      this.#ending = 'reset';
    }
  }

  /** Ends the connection with an RST. */
  reset(): void {
    if (this.#closed) return;
    setsockopt(this.fd, SOL_SOCKET, SO_LINGER, linger(true, 0));
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    close(this.fd);
  }
}

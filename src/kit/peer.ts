import {
  AF_INET,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  getsockopt,
  isSystemError,
  linger,
  MSG_NOSIGNAL,
  POLLOUT,
  poll,
  recv,
  SHUT_WR,
  SO_ERROR,
  SO_LINGER,
  SO_RCVBUF,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  SystemError,
  send,
  setsockopt,
  shutdown,
  socket,
} from '#sys';
import { compareBytes } from './bytes.ts';
import { describeEcho, type EchoDiagnose, type EchoSeen } from './echo-seen.ts';
import { Finding } from './finding.ts';
import { rowBetween, type TcpRow } from './kernel/tcp.ts';
import type { ObservedProgram } from './observed-program.ts';
import type { Diagnose, Situation } from './situation.ts';

export interface PeerOptions {
  /** SO_RCVBUF, set before connect: a reader that takes little. */
  readonly receiveBuffer?: number;
}

/** How the other side's stream ended, as far as we have read. */
export type Ending = 'open' | 'eof' | 'reset';

/**
 * A client that does exactly what it is told, on raw non-blocking sockets: reads only when asked,
 * cuts its bytes anywhere, half-closes, resets.
 */
export class Peer {
  readonly fd: Fd;
  readonly port: number;
  readonly server: ObservedProgram;
  #received: Buffer[] = [];
  #arrived = 0;
  #ending: Ending = 'open';
  #closed = false;

  private constructor(server: ObservedProgram, fd: Fd) {
    this.server = server;
    this.fd = fd;
    this.port = (getsockname(fd) as { port: number }).port;
  }

  /** Connects; the kernel completes the handshake whether the server accepts or not. */
  static async connect(server: ObservedProgram, options: PeerOptions = {}): Promise<Peer> {
    // Not for a server that is started later: it would hold this end too, and our close would send no FIN.
    const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (options.receiveBuffer !== undefined) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, options.receiveBuffer);
    bind(fd, { family: AF_INET, address: '127.0.0.1', port: 0 });
    try {
      connect(fd, { family: AF_INET, address: '127.0.0.1', port: server.port });
    } catch (error) {
      if (!isSystemError(error, 'EINPROGRESS')) {
        close(fd);
        throw refused(error);
      }
    }
    const peer = new Peer(server, fd);
    try {
      await server.waitFor('the connection to be established', () => poll([{ fd, events: POLLOUT }], 0)[0] !== 0);
    } catch (error) {
      peer.close();
      throw error;
    }
    const error = getsockopt(fd, SOL_SOCKET, SO_ERROR);
    if (error !== 0) {
      peer.close();
      throw refused(new SystemError('connect', error));
    }
    return peer;
  }

  /** Everything received so far. */
  get received(): Buffer {
    if (this.#received.length > 1) this.#received = [Buffer.concat(this.#received)];
    return this.#received[0] ?? Buffer.alloc(0);
  }

  /** How many bytes that is. */
  get arrived(): number {
    return this.#arrived;
  }

  get ending(): Ending {
    return this.#ending;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Our end, as the kernel has it. */
  get row(): TcpRow | null {
    return rowBetween(this.port, this.server.port);
  }

  /** The server's end of this connection: its rxQueue is what the server has not read. */
  get serverRow(): TcpRow | null {
    return this.server.rowFor(this.port);
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

  /** Sends what the socket takes now; returns how much. A broken connection takes nothing. */
  offer(bytes: Uint8Array): number {
    if (this.#closed) return 0; // the number may be somebody else's by now
    try {
      return send(this.fd, bytes, MSG_NOSIGNAL) ?? 0;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#ending = 'reset';
      return 0;
    }
  }

  /** Sends without reading, until all is taken or the server sleeps and nobody takes any more. Returns how much was. */
  async fill(bytes: Uint8Array, diagnose?: Diagnose): Promise<number> {
    let sent = 0;
    for (let full = false; sent < bytes.length && this.#ending === 'open'; ) {
      const taken = this.offer(bytes.subarray(sent));
      sent += taken;
      if (taken === 0 && full) break;
      full = taken === 0;
      if (full) await this.server.quiet(diagnose);
    }
    return sent;
  }

  /** Sends all of it, waiting for room. Reads nothing meanwhile. */
  async send(bytes: Uint8Array): Promise<void> {
    let sent = 0;
    await this.server.waitFor(`the server to take ${bytes.length} bytes`, () => {
      sent += this.offer(bytes.subarray(sent));
      return sent >= bytes.length || this.#ending !== 'open';
    });
  }

  /** Sends one byte at a time, each only when the server has read the one before: the kernel cannot merge them. */
  async dribble(bytes: Uint8Array): Promise<void> {
    for (let i = 0; i < bytes.length; i++) {
      await this.send(bytes.subarray(i, i + 1));
      await this.server.waitFor(
        'the server to read the byte',
        () => this.serverRow === null || this.serverRow.rxQueue === 0,
      );
    }
  }

  /** Sends and reads at once until as many bytes have come back, then compares them. */
  async exchange(bytes: Uint8Array, diagnose?: EchoDiagnose): Promise<void> {
    const from = this.#arrived;
    let sent = 0;
    const done = () => {
      if (sent < bytes.length && this.#ending === 'open') sent += this.offer(bytes.subarray(sent));
      this.pump();
      return this.#arrived - from >= bytes.length || this.#ending !== 'open';
    };
    await this.#compared(bytes, from, diagnose, done);
  }

  /** Waits for exactly these bytes. */
  async expect(bytes: Uint8Array, diagnose?: EchoDiagnose): Promise<void> {
    const from = this.#arrived;
    const done = () => {
      this.pump();
      return this.#arrived - from >= bytes.length || this.#ending !== 'open';
    };
    await this.#compared(bytes, from, diagnose, done);
  }

  async #compared(
    bytes: Uint8Array,
    from: number,
    diagnose: EchoDiagnose | undefined,
    done: () => boolean,
  ): Promise<void> {
    let situation: Situation | null = null;
    const note: Diagnose = (seen) => {
      situation = seen;
      return undefined;
    };
    const problem = await this.server.waitFor(`${bytes.length} bytes back`, done, { diagnose: note }).then(
      () => null,
      (error: unknown) => error,
    );
    if (problem !== null && !(problem instanceof Finding)) throw problem;
    const got = this.received.subarray(from);
    if (problem === null && got.equals(bytes)) return;
    const seen: EchoSeen = { got, sent: bytes, ending: this.#ending, situation, serverRow: this.serverRow };
    throw new Finding({
      expected: `the same ${bytes.length} bytes back`,
      saw: describeEcho(seen, problem?.details.saw),
      bytes: got.length === 0 ? undefined : compareBytes(bytes, got),
      kernel: [...(problem?.details.kernel ?? []), ...this.describeQueues()],
      looksLike: diagnose?.(seen),
    });
  }

  /** Waits for the end of the server's stream. */
  async expectEnd(
    expected: 'eof' | 'reset' | 'any' = 'eof',
    diagnose?: (situation: Situation | null) => string | undefined,
  ): Promise<void> {
    const options = diagnose === undefined ? {} : { diagnose };
    const done = () => {
      this.pump();
      return this.#ending !== 'open';
    };
    await this.server
      .waitFor('the end of the stream (a FIN from the server)', done, options)
      .catch((error: unknown) => {
        if (!(error instanceof Finding)) throw error;
        if (this.#resetWasLost()) return;
        throw new Finding({ ...error.details, kernel: [...(error.details.kernel ?? []), ...this.describeQueues()] });
      });
    if (expected !== 'any' && this.#ending !== expected) {
      throw new Finding({
        expected: expected === 'eof' ? 'an orderly end of the stream (FIN)' : 'a reset (RST)',
        saw: this.#ending === 'reset' ? 'a reset (RST)' : 'an orderly end of the stream (FIN)',
        looksLike: diagnose?.(null),
      });
    }
  }

  /** An RST that is lost on the way is not sent again: our end stays, and the kernel has no other one. */
  #resetWasLost(): boolean {
    if (this.row?.state !== 'ESTABLISHED' || this.serverRow !== null) return false;
    this.#ending = 'reset';
    return true;
  }

  describeQueues(): string[] {
    const mine = this.#closed ? null : this.row;
    const theirs = this.serverRow;
    const lines: string[] = [];
    if (mine !== null)
      lines.push(`client ${this.port} ${mine.state}, ${mine.rxQueue} bytes not read, ${mine.txQueue} not acknowledged`);
    if (theirs !== null) {
      const owner =
        theirs.inode === 0
          ? theirs.state === 'ESTABLISHED' || theirs.state === 'CLOSE_WAIT'
            ? 'nobody has accepted it'
            : 'closed by the server'
          : `${theirs.rxQueue} bytes not read`;
      lines.push(`server ${theirs.localPort} ${theirs.state}, ${owner}`);
    }
    return lines;
  }

  /** Ends our direction; still reads. A connection that the server has ended already has none. */
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

  /** Ends both directions, and waits until the server's end knows of it: what it writes after that is answered with an RST. */
  async leave(): Promise<void> {
    this.halfClose();
    await this.server.waitFor('the FIN to arrive', () => this.serverRow?.state === 'CLOSE_WAIT');
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    close(this.fd);
  }
}

function refused(error: unknown): Finding {
  return new Finding({ expected: 'a connection', saw: (error as Error).message });
}

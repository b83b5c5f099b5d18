import { close, type Fd, getsockopt, isSystemError, POLLOUT, poll, SO_ERROR, SOL_SOCKET, SystemError } from '#sys';
import { compareBytes } from './bytes.ts';
import { ClientSocket, startConnecting } from './client-socket.ts';
import { describeEcho, type EchoDiagnose, type EchoSeen } from './echo-seen.ts';
import { Finding } from './finding.ts';
import { rowBetween, type TcpRow } from './kernel/tcp.ts';
import type { ObservedProgram } from './observed-program.ts';
import { describeQueues } from './queues.ts';
import type { Diagnose, Situation } from './situation.ts';

export interface PeerOptions {
  /** SO_RCVBUF, set before connect: a small one makes a reader that takes little. */
  readonly receiveBuffer?: number;
}

/**
 * A client of an observed server that does exactly what it is told: reads only when asked, cuts its bytes anywhere,
 * half-closes, resets. Its waits end with the server's, so that a stuck server is found at once.
 */
export class Peer extends ClientSocket {
  readonly server: ObservedProgram;

  private constructor(server: ObservedProgram, fd: Fd) {
    super(fd);
    this.server = server;
  }

  /** Connects; the kernel completes the handshake whether the server accepts or not. */
  static async connect(server: ObservedProgram, options: PeerOptions = {}): Promise<Peer> {
    const fd = await establish(server, options);
    return new Peer(server, fd);
  }

  override pump(limit?: number): void {
    const before = this.arrived;
    super.pump(limit);
    this.server.moved(this.arrived - before);
  }

  override offer(bytes: Uint8Array): number {
    const taken = super.offer(bytes);
    this.server.moved(taken);
    return taken;
  }

  /** Our end, as the kernel has it. */
  get row(): TcpRow | null {
    return rowBetween(this.port, this.server.port);
  }

  /** The server's end of this connection: its rxQueue counts the bytes that the server has not read. */
  get serverRow(): TcpRow | null {
    return this.server.rowFor(this.port);
  }

  /** Sends without reading, until all is taken or the server sleeps and takes no more. Returns the number of bytes taken. */
  async fill(bytes: Uint8Array, diagnose?: Diagnose): Promise<number> {
    let sent = 0;
    for (let full = false; sent < bytes.length && this.ending === 'open'; ) {
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
      return sent >= bytes.length || this.ending !== 'open';
    });
  }

  /** Sends one byte at a time, each after the server has read the one before, so that the kernel cannot merge them. */
  async dribble(bytes: Uint8Array): Promise<void> {
    for (let i = 0; i < bytes.length; i++) {
      await this.send(bytes.subarray(i, i + 1));
      await this.server.waitFor(
        'the server to read the byte',
        () => this.serverRow === null || this.serverRow.rxQueue === 0,
      );
    }
  }

  /** Sends and reads at the same time until as many bytes have come back, then compares them. */
  async exchange(bytes: Uint8Array, diagnose?: EchoDiagnose): Promise<void> {
    const from = this.arrived;
    let sent = 0;
    const done = () => {
      if (sent < bytes.length && this.ending === 'open') sent += this.offer(bytes.subarray(sent));
      this.pump();
      return this.arrived - from >= bytes.length || this.ending !== 'open';
    };
    await this.#compared(bytes, from, diagnose, done);
  }

  /** Waits for exactly these bytes. */
  async expect(bytes: Uint8Array, diagnose?: EchoDiagnose): Promise<void> {
    const from = this.arrived;
    const done = () => {
      this.pump();
      return this.arrived - from >= bytes.length || this.ending !== 'open';
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
    const progress = (): number => this.arrived;
    const problem = await this.server.waitFor(`${bytes.length} bytes back`, done, { diagnose: note, progress }).then(
      () => null,
      (error: unknown) => error,
    );
    if (problem !== null && !(problem instanceof Finding)) throw problem;
    const got = this.received.subarray(from);
    if (problem === null && got.equals(bytes)) return;
    const seen: EchoSeen = { got, sent: bytes, ending: this.ending, situation, serverRow: this.serverRow };
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
    const options = { ...(diagnose && { diagnose }), progress: () => this.arrived };
    const done = () => {
      this.pump();
      return this.ending !== 'open';
    };
    await this.server
      .waitFor('the end of the stream (a FIN from the server)', done, options)
      .catch((error: unknown) => {
        if (!(error instanceof Finding)) throw error;
        if (this.#resetWasLost()) return;
        throw new Finding({ ...error.details, kernel: [...(error.details.kernel ?? []), ...this.describeQueues()] });
      });
    if (expected !== 'any' && this.ending !== expected) {
      throw new Finding({
        expected: expected === 'eof' ? 'an orderly end of the stream (FIN)' : 'a reset (RST)',
        saw: this.ending === 'reset' ? 'a reset (RST)' : 'an orderly end of the stream (FIN)',
        looksLike: diagnose?.(null),
      });
    }
  }

  /** A lost RST is not sent again: our end stays ESTABLISHED while the kernel has no other end any more. */
  #resetWasLost(): boolean {
    if (this.row?.state !== 'ESTABLISHED' || this.serverRow !== null) return false;
    this.markReset();
    return true;
  }

  describeQueues(): string[] {
    return describeQueues(this.closed ? null : this.row, this.serverRow);
  }

  /** Ends both directions once the FIN has reached the server's end: later writes of the server are answered with an RST. */
  async leave(): Promise<void> {
    this.halfClose();
    await this.server.waitFor('the FIN to arrive', () => this.serverRow?.state === 'CLOSE_WAIT');
    this.close();
  }
}

/** A connected descriptor, or a Finding that says why there is none. */
async function establish(server: ObservedProgram, { receiveBuffer }: PeerOptions): Promise<Fd> {
  let fd: Fd;
  try {
    fd = startConnecting(server.port, receiveBuffer);
  } catch (error) {
    throw isSystemError(error) && error.syscall === 'connect' ? refused(error) : error;
  }
  try {
    await server.waitFor('the connection to be established', () => poll([{ fd, events: POLLOUT }], 0)[0] !== 0);
    const error = getsockopt(fd, SOL_SOCKET, SO_ERROR);
    if (error !== 0) throw refused(new SystemError('connect', error));
    return fd;
  } catch (error) {
    close(fd);
    throw error;
  }
}

function refused(error: unknown): Finding {
  return new Finding({ expected: 'a connection', saw: (error as Error).message });
}

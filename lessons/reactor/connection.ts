// Made from solutions/09-reactor by npm run skeletons: changes belong there.
/** One connection in the loop: its input, its output, and an orderly end. */
import { log, show } from '#program';
import { sayGoodbye } from '#program/goodbye.ts';
import { type Accepted, close, type Fd, isSystemError, MSG_NOSIGNAL, recv, type SocketAddress, send } from '#sys';
import { ByteBuffer } from './byte-buffer.ts';
import { Channel } from './channel.ts';
import type { EventLoop } from './loop.ts';
import { MODE } from './poller.ts';

const READ_BYTES = 65_536;
/** Reads in one turn; then other descriptors of the loop have theirs. */
const BUDGET = 16;
/** Whether a short read ends the turn: no bytes are left, but the FIN may be, and only level-triggered epoll reports it again. */
const SHORT_IS_ALL = MODE === 0;
/** With this many pending bytes or more, nothing more is read from the client. */
export const HIGH_WATER = 1 << 20;

/** The receive buffer of all connections: most messages arrive complete, and need no memory of their own. */
const arrivals = new ByteBuffer(READ_BYTES);

export type OnMessage = (connection: Connection, input: ByteBuffer) => void;

/**
 * Each state is entered once, in this order; an error skips some. muduo calls the second and the third kDisconnecting.
 *
 *     connected       receives and sends
 *     disconnecting   sends its pending bytes, and receives no more
 *     lingering       has sent its FIN, and waits for the client's if that has not come, for a second at most
 *     disconnected    its descriptor is closed
 */
export type ConnectionState = 'connected' | 'disconnecting' | 'lingering' | 'disconnected';

/** Owns its descriptor until it is closed, once. */
export class Connection {
  readonly peer: SocketAddress;
  /** Called when the connection has been closed. */
  onClose: () => void = () => {};
  /** Free for the user of the connection. */
  context: unknown = null;
  lastActive = performance.now();
  readonly #loop: EventLoop;
  readonly #fd: Fd;
  readonly #channel: Channel;
  readonly #onMessage: OnMessage;
  /** Bytes that have arrived and are not a whole message yet. */
  readonly #input = new ByteBuffer();
  readonly #output = new ByteBuffer();
  #state: ConnectionState = 'connected';
  #peerEnded = false;

  /** `onMessage` is called when bytes have arrived. It consumes whole messages; the rest is kept for the next call. */
  constructor(loop: EventLoop, { fd, peer }: Accepted, onMessage: OnMessage) {
    this.#loop = loop;
    this.#fd = fd;
    this.peer = peer;
    this.#onMessage = onMessage;
    this.#channel = new Channel(loop.poller, fd);
    this.#channel.onReadable = () => this.#guarded(this.#receive);
    this.#channel.onWritable = () => this.#guarded(this.#drain);
    this.#channel.setReading(true);
  }

  /** The number of bytes that wait to be sent. */
  get pending(): number {
    return this.#output.length;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Whether the client has ended its direction; false in `onClose` means that it was cut off, or that this side ended first. */
  get peerEnded(): boolean {
    return this.#peerEnded;
  }

  /** An error in a callback ends this connection only. */
  #guarded(work: () => void): void {
    try {
      work.call(this);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const what = isSystemError(error) ? 'lost' : 'closes, after an error in its callback,';
    log(`${what} ${show(this.peer)}: ${error instanceof Error ? error.message : String(error)}`);
    this.close();
  }

  /** Receives the bytes that have arrived and delivers them. */
  #receive(): void {
    for (let i = 0; i < BUDGET; i++) {
      const buffer = this.#input.length > 0 ? this.#input : arrivals;
      const space = buffer.space(READ_BYTES);
      const n = recv(this.#fd, space, 0, READ_BYTES);
      if (n === null) return;
      if (n === 0) {
        this.#end();
        return;
      }
      buffer.filled(n);
      this.lastActive = this.#loop.now;
      this.#deliver(buffer);
      if (this.#state !== 'connected' || !this.#channel.reading || (SHORT_IS_ALL && n < READ_BYTES)) return;
    }
    this.#loop.queueInLoop(() => {
      if (this.#state === 'connected' && this.#channel.reading) this.#guarded(this.#receive);
    });
  }

  #deliver(buffer: ByteBuffer): void {
    try {
      this.#onMessage(this, buffer);
      if (buffer === arrivals && buffer.length > 0 && this.#state === 'connected') this.#input.append(buffer.bytes);
    } finally {
      if (buffer === arrivals) buffer.consume(buffer.length); // all connections share this buffer
    }
  }

  /** The client has ended its direction. It still gets the answers to its requests. */
  #end(): void {
    this.#peerEnded = true;
    this.finish();
  }

  /**
   * Sends as many bytes at once as the kernel takes, and the rest when there is room. The caller may change the bytes afterwards.
   * If the client has gone, this connection ends, and the caller sees no error: it may be another connection, or a timer.
   */
  send(bytes: Uint8Array): void {
    if (this.#state !== 'connected') return;
    try {
      const taken = this.#output.length > 0 ? 0 : (send(this.#fd, bytes, MSG_NOSIGNAL) ?? 0);
      if (taken === bytes.length) return;
      this.#output.append(taken === 0 ? bytes : bytes.subarray(taken));
      this.#balance();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** There is room again: sends pending bytes, then delivers requests that the callback left at the high-water mark. */
  #drain(): void {
    this.#flush();
    if (this.#input.length > 0 && this.pending < HIGH_WATER && this.#state === 'connected') this.#deliver(this.#input);
  }

  /** Sends as many pending bytes as the kernel takes. */
  #flush(): void {
    while (this.#output.length > 0) {
      const taken = send(this.#fd, this.#output.bytes, MSG_NOSIGNAL);
      if (taken === null) break;
      this.#output.consume(taken);
      this.lastActive = this.#loop.now;
    }
    this.#balance();
  }

  /** Sets the channel's mask to the events that are needed now, and says goodbye when the last byte has been sent. */
  #balance(): void {
    const { length } = this.#output;
    this.#channel.setWriting(length > 0);
    this.#channel.setReading(length < HIGH_WATER && this.#state === 'connected');
    if (this.#state === 'disconnecting' && this.#output.length === 0) this.#sayGoodbye();
  }

  /** Sends the pending bytes, then ends the connection. */
  finish(): void {
    if (this.#state !== 'connected') return;
    this.#state = 'disconnecting';
    this.#balance();
  }

  #sayGoodbye(): void {
    this.#state = 'lingering';
    sayGoodbye(this.#loop, this.#channel, () => this.close());
  }

  /** Ends the connection at once. */
  close(): void {
    if (this.#state === 'disconnected') return;
    this.#state = 'disconnected';
    this.#channel.remove();
    close(this.#fd);
    this.onClose();
  }
}

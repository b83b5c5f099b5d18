/** One connection in the loop: bytes in, bytes out, and an end in good order. */
import { log, show, todo } from '#program';
import { sayGoodbye } from '#program/goodbye.ts';
import { type Accepted, close, type Fd, isSystemError, MSG_NOSIGNAL, recv, type SocketAddress, send } from '#sys';
import { ByteBuffer } from './byte-buffer.ts';
import { Channel } from './channel.ts';
import type { EventLoop } from './loop.ts';
import { MODE } from './poller.ts';

const READ_BYTES = 65_536;
/** So many reads in one go: others in the loop have their turn. */
const BUDGET = 16;
/** Fewer bytes than asked for: there are no more. The end may be there, and only level-triggered epoll tells it once more. */
const SHORT_IS_ALL = MODE === 0;
/** With more than so many bytes to send, nothing more is read from a client. */
export const HIGH_WATER = 1 << 20;

/** Where bytes arrive first, for all connections: most messages are complete, and need no memory of their own. */
const arrivals = new ByteBuffer(READ_BYTES);

export type OnMessage = (connection: Connection, input: ByteBuffer) => void;

/** Owns its descriptor until it is closed, once. */
export class Connection {
  readonly peer: SocketAddress;
  /** Called when it has been closed. */
  onClose: () => void = () => {};
  /** For whoever uses the connection. */
  context: unknown = null;
  lastActive = performance.now();
  readonly #loop: EventLoop;
  readonly #fd: Fd;
  readonly #channel: Channel;
  readonly #onMessage: OnMessage;
  /** What has arrived and does not make a whole message yet. */
  readonly #input = new ByteBuffer();
  readonly #output = new ByteBuffer();
  #ended = false;
  #finishing = false;
  #leaving = false;
  #closed = false;

  /** `onMessage` is called when bytes have arrived. It consumes what it can use; the rest is kept, and it is called again with more. */
  constructor(loop: EventLoop, { fd, peer }: Accepted, onMessage: OnMessage) {
    this.#loop = loop;
    this.#fd = fd;
    this.peer = peer;
    this.#onMessage = onMessage;
    this.#channel = new Channel(loop.poller, fd);
    this.#channel.onReadable = () => this.#guarded(this.#receive);
    this.#channel.onWritable = () => this.#guarded(this.#drain);
    this.#channel.read(true);
  }

  /** How many bytes wait to be sent. */
  get pending(): number {
    return this.#output.length;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whatever goes wrong in a callback belongs to this connection. */
  #guarded(work: () => void): void {
    try {
      work.call(this);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    //#region 09.6
    // TODO 09.6: a failed system call here means that the client has gone; any other error is one of the callback. Log it, and close
    //   this connection. The loop goes on.
    todo('09.6', 'a failed system call here means that the client has gone');
    //#endregion
  }

  /** Reads what is there, and gives it away. */
  #receive(): void {
    //#region 09.6
    // TODO 09.6: at most BUDGET times, as long as the channel reads and this connection is not finishing: receive into the space of #input when that holds something, of
    //   `arrivals` otherwise. null: nothing is left, return. 0: the client has no more to say (#end). Else tell the buffer (`filled`), note
    //   the time (loop.now) in lastActive, call #onMessage, and keep in #input what it has left in `arrivals`. Fewer bytes than you asked for, and SHORT_IS_ALL: return.
    //   After BUDGET reads let the others have their turn: queueInLoop.
    //   man: recv(2)
    todo('09.6', 'at most BUDGET times, as long as the channel reads and this connection is not finishing: receive into the space of #input when that holds something, of `arrivals` otherwise');
    //#endregion
  }

  #deliver(buffer: ByteBuffer): void {
    try {
      this.#onMessage(this, buffer);
      if (buffer === arrivals && buffer.length > 0 && !this.#closed) this.#input.append(buffer.bytes);
    } finally {
      if (buffer === arrivals) buffer.consume(buffer.length); // the next one's bytes are not ours
    }
  }

  /** The client has ended its direction. What it has asked for it still gets. */
  #end(): void {
    //#region 09.6
    // TODO 09.6: read no more, and finish.
    todo('09.6', 'read no more, and finish');
    //#endregion
  }

  /**
   * Sends bytes: at once what the kernel takes, the rest when there is room. The bytes may be changed afterwards. A client that has gone
   * is the end of this connection, and no error of whoever sends to it: that may be another connection, or a timer.
   */
  send(bytes: Uint8Array): void {
    if (this.#closed || this.#finishing) return;
    try {
      //#region 09.6
      // TODO 09.6: when nothing is pending, send (MSG_NOSIGNAL: a client that has gone is an error, not a signal). What is left goes to the end of #output: the order stays. Then #balance.
      //   man: send(2)
      todo('09.6', 'when nothing is pending, send (MSG_NOSIGNAL: a client that has gone is an error, not a signal)');
      //#endregion
    } catch (error) {
      this.#failed(error);
    }
  }

  /** There is room again: for what is pending, and then for answers to what a callback has left unread because too much was. */
  #drain(): void {
    this.#flush();
    if (this.#input.length > 0 && this.pending < HIGH_WATER && !this.#closed && !this.#finishing)
      this.#deliver(this.#input);
  }

  /** Sends what is pending, as far as the kernel takes it. */
  #flush(): void {
    //#region 09.6
    // TODO 09.6: send what is pending, until it is gone or the kernel takes no more (null); what it takes is a sign of life (lastActive). Then #balance.
    //   man: send(2)
    todo('09.6', 'send what is pending, until it is gone or the kernel takes no more (null)');
    //#endregion
  }

  /** Asks epoll for what is needed now. */
  #balance(): void {
    //#region 09.6
    // TODO 09.6: write interest only while something is pending. Read interest only while less than HIGH_WATER is pending, and
    //   the client has not ended. When nothing is pending and this connection is finishing, #sayGoodbye.
    todo('09.6', 'write interest only while something is pending');
    //#endregion
  }

  /** Sends what is pending, then ends the connection. */
  finish(): void {
    if (this.#closed || this.#finishing) return;
    this.#finishing = true;
    this.#balance();
  }

  #sayGoodbye(): void {
    if (this.#leaving) return;
    this.#leaving = true;
    sayGoodbye(this.#loop, this.#channel, () => this.close());
  }

  /** Ends the connection now. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#channel.remove();
    close(this.#fd);
    this.onClose();
  }
}

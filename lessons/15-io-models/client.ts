/** One connection of the proactor: a multishot receive, at most one send, and the chunks that wait for it. */
import { log, todo } from '#program';
import {
  ECANCELED,
  ENOBUFS,
  errorCode,
  type Fd,
  IORING_ASYNC_CANCEL_ALL,
  IORING_ASYNC_CANCEL_FD,
  IORING_CQE_BUFFER_SHIFT,
  IORING_CQE_F_BUFFER,
  IORING_CQE_F_MORE,
  IORING_OP_ASYNC_CANCEL,
  IORING_OP_CLOSE,
  IORING_OP_RECV,
  IORING_OP_SEND,
  IORING_RECV_MULTISHOT,
  IOSQE_BUFFER_SELECT,
  isSystemError,
  MSG_NOSIGNAL,
  SHUT_WR,
  shutdown,
} from '#sys';
import { type Buffers, GROUP } from './buffers.ts';
import type { Ring } from './ring.ts';
import { CANCEL, CLOSE, RECEIVE, SEND } from './tags.ts';

/** With this many chunks to send, nothing more is received from the client. */
const HIGH = 16;

/** The server, as its clients see it. */
export interface Server {
  readonly ring: Ring;
  readonly buffers: Buffers;
  /** Whether there are buffers for another receive; if not, the client is called (`fed`) when there are. */
  feeds(client: Client): boolean;
  left(client: Client): void;
}

/** A buffer whose bytes wait to be sent. */
interface Chunk {
  readonly buffer: number;
  readonly length: number;
}

/**
 * Owns its descriptor. It is closed when neither a receive nor a send is under way, so that no completion is taken for one of
 * the next connection with that number.
 */
export class Client {
  readonly fd: Fd;
  readonly #server: Server;
  readonly #output: Chunk[] = [];
  /** Bytes of the first chunk that have been sent. */
  #sent = 0;
  #receiving = false;
  #sending = false;
  /** The receive is being cancelled. */
  #cancelled = false;
  /** Waits for buffers. */
  #hungry = false;
  /** The client has ended its direction. */
  #ended = false;
  /** Nothing can be sent any more: the connection was reset, or is cut off. */
  #broken = false;
  /** The server stops: what arrives now is dropped. */
  #leaving = false;
  /** Our direction has been ended. */
  #saidGoodbye = false;

  constructor(server: Server, fd: Fd) {
    this.#server = server;
    this.fd = fd;
    this.#receive();
  }

  /** Starts a receive that goes on by itself and takes a provided buffer each time. */
  #receive(): void {
    //#region 15.6
    // TODO 15.6: prepare a multishot receive without memory of its own: a buffer of GROUP for each.
    //   - IORING_RECV_MULTISHOT is a flag of ioprio, IOSQE_BUFFER_SELECT one of flags
    //   - it is under way (#receiving) until a completion without IORING_CQE_F_MORE
    //   man: io_uring_enter(2) "IORING_OP_RECV"
    todo('15.6', 'prepare a multishot receive without memory of its own: a buffer of GROUP for each');
    //#endregion
  }

  /** Bytes have arrived in a buffer, or the receive has ended. */
  received(res: number, flags: number): void {
    const { buffers } = this.#server;
    //#region 15.6
    // TODO 15.6: keep the buffer as a chunk of #output, or learn why the receive has ended.
    //   - the kernel chose the buffer: its number is in flags, from IORING_CQE_BUFFER_SHIFT on
    //   - a buffer that is not kept goes back, whatever the result says (buffers.give)
    //   - -ENOBUFS ends the receive, not the connection: #hungry unless the server feeds it
    //   - 0: the client has #ended its direction. -ECANCELED: we did. The others: #fail
    todo('15.6', 'keep the buffer as a chunk of #output, or learn why the receive has ended');
    //#endregion
  }

  get #keeps(): boolean {
    return !this.#broken && !this.#leaving;
  }

  /** Starts to send what is left of the first chunk. */
  #send({ buffer, length }: Chunk): void {
    const { ring, buffers } = this.#server;
    //#region 15.6
    // TODO 15.6: prepare the send of the bytes of this chunk that have not been #sent (MSG_NOSIGNAL).
    //   - one send at a time: two could change places
    todo('15.6', 'prepare the send of the bytes of this chunk that have not been #sent (MSG_NOSIGNAL)');
    //#endregion
  }

  /** A send has ended. */
  sent(res: number): void {
    //#region 15.6
    // TODO 15.6: count the bytes; a chunk that is sent leaves #output, and its buffer goes back.
    //   - `res` may be less than was asked for: the rest is sent next
    //   - a negative result: #fail
    todo('15.6', 'count the bytes; a chunk that is sent leaves #output, and its buffer goes back');
    //#endregion
  }

  /** Starts whatever should be under way now, and is not. */
  #balance(): void {
    const first = this.#output[0];
    if (first !== undefined && !this.#sending) this.#send(first);
    //#region 15.7 silent
    // TODO 15.7: when the server stops (#leaving) and all output has been sent: #sayGoodbye, once.
    //   - not on a #broken connection
    //#endregion
    const done = this.#ended || this.#broken;
    //#region 15.6
    // TODO 15.6: start a receive where none is under way and nothing speaks against it.
    //   - nothing is received while #hungry, or with HIGH chunks or more to send: then a receive
    //     that is under way is cancelled (#cancelReceive), once
    //   - a cancelled receive may still bring bytes before its last completion
    todo('15.6', 'start a receive where none is under way and nothing speaks against it');
    //#endregion
    //#region 15.6
    // TODO 15.6: close when all is #done, sent, and no operation is under way.
    //   - earlier its number could belong to another connection when the completion comes
    todo('15.6', 'close when all is #done, sent, and no operation is under way');
    //#endregion
  }

  #cancelReceive(): void {
    //#region 15.6
    // TODO 15.6: prepare the cancellation of the receive; remember it in #cancelled.
    //   man: io_uring_enter(2) "IORING_OP_ASYNC_CANCEL"
    todo('15.6', 'prepare the cancellation of the receive');
    //#endregion
  }

  /** There are buffers again. */
  fed(): void {
    if (!this.#hungry) return;
    this.#hungry = false;
    this.#balance();
  }

  /** The connection is broken. The other operation on it ends by itself, or is cancelled. */
  #fail(code: string): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#hungry = false;
    log(`lost fd ${this.fd}: ${code}`);
    if (!this.#sending) this.#dropOutput();
    if (this.#receiving || this.#sending) this.#cancelBoth();
  }

  #cancelBoth(): void {
    this.#server.ring.prepare(IORING_OP_ASYNC_CANCEL, this.fd, CANCEL).opFlags =
      IORING_ASYNC_CANCEL_FD | IORING_ASYNC_CANCEL_ALL;
  }

  #dropChunk(): void {
    this.#sent = 0;
    const chunk = this.#output.shift();
    if (chunk !== undefined) this.#server.buffers.give(chunk.buffer);
  }

  #dropOutput(): void {
    while (this.#output.length > 0) this.#dropChunk();
  }

  #close(): void {
    this.#server.ring.prepare(IORING_OP_CLOSE, this.fd, CLOSE);
    this.#server.left(this);
  }

  /** The server stops: the output is still sent, and the input dropped. */
  leave(): void {
    this.#leaving = true;
    this.#balance();
  }

  /** Ends our direction. A close with unread input would reset the connection, and could destroy the last bytes on their way. */
  #sayGoodbye(): void {
    this.#saidGoodbye = true;
    try {
      shutdown(this.fd, SHUT_WR);
    } catch (error) {
      if (!isSystemError(error, 'ENOTCONN')) throw error;
    }
  }

  /** Whether only the end of the client's direction is missing. */
  get lingers(): boolean {
    return this.#saidGoodbye;
  }

  /** Ends the connection at once. */
  cut(): void {
    this.#fail('cut off');
    this.#balance();
  }
}

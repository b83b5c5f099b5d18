/** One connection: its requests are answered in order, and it ends so that no answer is lost. */
import { log, todo } from '#program';
import { ByteBuffer } from '#reactor';
import { type Fd, isSystemError, recv } from '#sys';
import { type Answer, closeFile, headOf, plain } from './answer.ts';
import { BodyReader, framingOf } from './body.ts';
import { Renewals } from './deadlines.ts';
import { drop, sayLast } from './lingering.ts';
import { Output } from './output.ts';
import type { Owner, Phase } from './owner.ts';
import { staysOpen, wantsContinue } from './persistence.ts';
import { Refusal } from './refusal.ts';
import { type Request, RequestParser } from './request.ts';

const READ_BYTES = 65_536;
const CONTINUE = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n');

/** The receive buffer of all connections of a thread: most requests arrive complete, and need no memory of their own. */
const arrivals = new ByteBuffer(READ_BYTES);

/**
 *     open ── the last answer ──▶ closing ── all sent ──▶ lingering ── the client's FIN ──▶ closed
 */
type State = 'open' | 'closing' | 'lingering' | 'closed';

export class HttpConnection {
  readonly #fd: Fd;
  readonly #owner: Owner;
  /** Bytes that have arrived and are not parsed yet. */
  readonly #input = new ByteBuffer();
  readonly #output = new Output();
  readonly #parser = new RequestParser();
  #body: BodyReader | null = null;
  #state: State = 'open';
  /** A request has been handed over, and its answer has not come. */
  #working = false;
  #peerEnded = false;
  readonly #renewals = new Renewals();
  #requests = 0; // those that were complete: they tell one head from the next

  constructor(fd: Fd, owner: Owner) {
    this.#fd = fd;
    this.#owner = owner;
  }

  /** Begins to wait for the first request. */
  start(): void {
    this.#settle();
  }

  /** There are bytes, an end or an error to read. */
  readable(): void {
    this.#guarded(() => (this.#state === 'lingering' ? this.#drop() : this.#receive()));
  }

  /** There is room to write. */
  writable(): void {
    this.#guarded(() => this.#serve(this.#input));
  }

  /** No further request is read; answers are still sent. */
  finish(): void {
    this.#guarded(() => {
      if (this.#state === 'open') this.#state = 'closing';
      this.#serve(this.#input);
    });
  }

  /** The time of a phase is over. */
  expired(phase: Phase): void {
    //#region 12.7
    // TODO 12.7: end the connection as the phase demands.
    //   - head, body: the request is refused with 408. idle: finish
    //   - sending, lingering: close; the client takes nothing, or does not end
    todo('12.7', 'end the connection as the phase demands');
    //#endregion
  }

  /** Ends the connection at once. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#output.close();
    this.#owner.ended();
  }

  /** Does one thing, and then says what to wait for. A failed call ends this connection only; any other error is a bug. */
  #guarded(work: () => void): void {
    try {
      work();
      this.#settle();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      log(`lost fd ${this.#fd}: ${error.message}`);
      this.close();
    }
  }

  /** Reads once: epoll reports again what is left. */
  #receive(): void {
    const buffer = this.#input.length > 0 ? this.#input : arrivals;
    const n = recv(this.#fd, buffer.space(READ_BYTES), 0, READ_BYTES);
    if (n === null) return;
    if (n === 0) this.#peerEnded = true;
    buffer.filled(n);
    try {
      this.#serve(buffer);
      if (buffer === arrivals && this.#state === 'open' && buffer.length > 0) this.#input.append(buffer.bytes);
    } finally {
      if (buffer === arrivals) buffer.consume(buffer.length); // all connections share it
    }
  }

  /** Whether the next request may be answered now. */
  get #ready(): boolean {
    return this.#state === 'open' && !this.#working && this.#output.accepts;
  }

  /** Answers the complete requests in the buffer, one after the other, and sends the answers. */
  #serve(buffer: ByteBuffer): void {
    //#region 12.5
    // TODO 12.5: take the #next request while #ready, then send; again if that has made it ready.
    //   - all answers of one read are sent together
    //   - nothing is unsent and no answer is awaited: #linger if closing; close if the client has
    //     ended its direction, for the rest of its bytes is no request
    todo('12.5', 'take the #next request while #ready, then send');
    //#endregion
  }

  /** Parses on. Returns whether a request was complete. */
  #next(buffer: ByteBuffer): boolean {
    try {
      //#region 12.5
      // TODO 12.5: let the parser read the buffer, and then the body, and #complete the request.
      //   - consume what they have read; return false when something is missing
      //   - a client that waits for 100 Continue has sent no byte of the body: append CONTINUE
      todo('12.5', 'let the parser read the buffer, and then the body, and #complete the request');
      //#endregion
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refuse(error);
      return false;
    }
  }

  /** Hands a request over, and makes room for the next one. */
  #complete(request: Request, content: Uint8Array): void {
    this.#parser.reset();
    this.#body = null;
    this.#requests++;
    this.#working = true;
    let now = true;
    this.#owner.handle(request, content, (answer) => {
      this.#working = false;
      this.#respond(answer, request);
      if (!now) this.#guarded(() => this.#serve(this.#input));
    });
    now = false;
  }

  /** Appends an answer to the output; its file is sent behind it. */
  #respond(answer: Answer, request: Request): void {
    const { body } = answer;
    //#region 12.5
    // TODO 12.5: append headOf the answer, and its body unless the method is HEAD.
    //   - nothing when the client has gone (closed); closeFile a file that will not be sent
    //   - a connection that does not stay open is closing from here on; its head says close
    //   - HTTP/1.0 must be told keep-alive; HTTP/1.1 takes it for granted (null)
    todo('12.5', 'append headOf the answer, and its body unless the method is HEAD');
    //#endregion
  }

  /** The last answer of the connection: after it, nobody knows where the next request begins. */
  #refuse({ status, message }: Refusal): void {
    log(`fd ${this.#fd}: ${status}, ${message}`);
    //#region 12.5
    // TODO 12.5: append an answer with this status; the connection is closing from here on.
    todo('12.5', 'append an answer with this status');
    //#endregion
  }

  /** All is sent: says so with a FIN, and waits for the client's. */
  #linger(): void {
    //#region 12.5
    // TODO 12.5: the state is lingering from here on: sayLast, and #drop what has come already.
    todo('12.5', 'the state is lingering from here on: sayLast, and #drop what has come already');
    //#endregion
  }

  #drop(): void {
    //#region 12.5
    // TODO 12.5: close when the client has ended its direction: #peerEnded, or `drop` says it.
    todo('12.5', 'close when the client has ended its direction: #peerEnded, or `drop` says it');
    //#endregion
  }

  /** Tells the owner what to wait for. */
  #settle(): void {
    if (this.#state === 'closed') return;
    const phase = this.#phaseNow();
    const renewed = this.#renewals.renewed(phase, this.#requests);
    const reading = this.#state === 'lingering' || (this.#ready && !this.#peerEnded);
    this.#owner.wait(reading, !this.#output.empty, phase, renewed);
  }

  #phaseNow(): Phase {
    if (this.#state === 'lingering') return 'lingering';
    if (!this.#output.empty) return 'sending';
    if (this.#working) return 'working';
    if (this.#body !== null) return 'body';
    return this.#parser.begun || this.#input.length > 0 ? 'head' : 'idle';
  }
}

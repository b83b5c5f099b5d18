/** A connection in the loop: with one thread, and in the proactor. */
import { todo } from '#program';
import { Channel, type EventLoop } from '#reactor';
import { close, type Fd } from '#sys';
import type { Answer } from './answer.ts';
import { HttpConnection } from './connection.ts';
import type { Owner, Phase } from './owner.ts';
import type { Request } from './request.ts';

/** Answers a request by calling `respond`, now or later. */
export type Handle = (request: Request, content: Uint8Array, respond: (answer: Answer) => void) => void;

/** What a connection in the loop needs from the server. */
export interface Serving {
  readonly loop: EventLoop;
  readonly handle: Handle;
  enter(served: Served, phase: Phase): void;
  ended(served: Served): void;
}

/** Owns its descriptor. */
export class Served implements Owner {
  readonly #server: Serving;
  readonly #channel: Channel;
  readonly #connection: HttpConnection;

  constructor(server: Serving, fd: Fd) {
    this.#server = server;
    this.#channel = new Channel(server.loop.poller, fd);
    this.#connection = new HttpConnection(fd, this);
    this.#channel.onReadable = () => this.#connection.readable();
    this.#channel.onWritable = () => this.#connection.writable();
  }

  start(): void {
    this.#connection.start();
  }

  finish(): void {
    this.#connection.finish();
  }

  close(): void {
    this.#connection.close();
  }

  expired(phase: Phase): void {
    this.#connection.expired(phase);
  }

  handle(request: Request, content: Uint8Array, respond: (answer: Answer) => void): void {
    this.#server.handle(request, content, respond);
  }

  wait(reading: boolean, writing: boolean, phase: Phase, renewed: boolean): void {
    //#region 12.5
    // TODO 12.5: set what the channel waits for; when the phase is renewed, let the server enter it.
    todo('12.5', 'set what the channel waits for');
    //#endregion
  }

  ended(): void {
    //#region 12.5
    // TODO 12.5: leave the loop, close the descriptor, and tell the server, in this order.
    //   - a closed descriptor may be somebody else's before the loop hears of it
    todo('12.5', 'leave the loop, close the descriptor, and tell the server, in this order');
    //#endregion
  }
}

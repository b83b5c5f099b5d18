/** The loop's side of a connection in the reactor: it waits, and a worker does the rest. */
import { todo } from '#program';
import { Channel, type EventLoop } from '#reactor';
import { close, type Fd } from '#sys';
import type { Event, Next } from './messages.ts';
import type { Phase } from './owner.ts';

/** What a connection of the reactor needs from the server. */
export interface Hands {
  readonly loop: EventLoop;
  give(event: Event): boolean;
  /** The phase begins anew. */
  enter(handed: Handed, phase: Phase): void;
  ended(handed: Handed): void;
}

/** Owns its descriptor, also while a worker uses it. */
export class Handed {
  readonly id: number;
  readonly #fd: Fd;
  readonly #server: Hands;
  readonly #channel: Channel;
  /** A worker has the connection. */
  #away = false;
  /** What happened meanwhile. */
  #later: Event['what'] | null = null;

  constructor(server: Hands, id: number, fd: Fd) {
    this.id = id;
    this.#fd = fd;
    this.#server = server;
    this.#channel = new Channel(server.loop.poller, fd);
    this.#channel.onReadable = () => this.#hand('readable');
    this.#channel.onWritable = () => this.#hand('writable');
  }

  start(): void {
    this.#hand('start');
  }

  finish(): void {
    this.#hand('finish');
  }

  close(): void {
    this.#hand('close');
  }

  expired(phase: Phase): void {
    if (this.#away) this.#server.enter(this, phase);
    else this.#hand('expired', phase);
  }

  /** Gives the connection to its worker. */
  #hand(what: Event['what'], phase: Phase = 'idle'): void {
    //#region 12.8
    // TODO 12.8: take the channel out of the loop, and give the event to the worker.
    //   - out of the loop: otherwise the next event comes while the worker is still at this one
    //   - away already: keep what happened in #later
    todo('12.8', 'take the channel out of the loop, and give the event to the worker');
    //#endregion
  }

  /** The worker's reply. */
  told({ ended, reading, writing, phase, renewed }: Next): void {
    //#region 12.8
    // TODO 12.8: wait for what the worker says, or close the descriptor, which has left the loop.
    //   - then hand over what happened meanwhile
    todo('12.8', 'wait for what the worker says, or close the descriptor, which has left the loop');
    //#endregion
  }
}

/** What a client needs from its server. Nothing to do in this file. */
import type { EventLoop } from '#reactor';
import type { Caller } from './dispatcher.ts';
import type { Ticket } from './slot-pool.ts';

/** How much may wait for a client that does not read. */
export interface Limits {
  readonly packets: number;
  readonly bytes: number;
}

/** A client that has gone. */
export interface Gone {
  readonly ticket: Ticket;
  /** Packets whose CRC was wrong. */
  readonly dropped: number;
}

export interface Serving {
  readonly loop: EventLoop;
  readonly pool: { retire(ticket: Ticket): boolean };
  readonly dispatcher: { answerTo(code: number, body: Buffer, caller: Caller): Buffer | null };
  readonly limits: Limits;
  /** Gives a job to the workers; false when too many wait. */
  give(ticket: Ticket, body: Buffer): boolean;
  /** The client lives: its time begins anew. */
  alive(ticket: Ticket): void;
  /** The client has been retired, and its descriptor is closed. */
  gone(client: Gone): void;
}

/** The ways to send a file: what each gets, and what each must do. */
import { Failure } from '#program';
import type { Fd } from '#sys';

/** A file that is being sent. The connection owns the descriptor. */
export interface Part {
  readonly file: Fd;
  /** Its size when the request came: the answer announces it. */
  readonly size: number;
  /** The bytes that the socket has taken. Only the way changes it. */
  sent: number;
}

/** One way to send files on one connection. */
export interface Way {
  /**
   * Sends what the socket takes now, about TURN bytes at most, and moves `part.sent`. Does nothing when all is sent. Never
   * waits. Throws Shrunk when the file has ended before its size, a SystemError when the client has gone.
   */
  sendSome(part: Part): void;
  /** Called after each answer, complete or not: gives back all that belongs to this answer. */
  finish(part: Part): void;
  /** Called once, before the connection is closed. */
  close(): void;
  /** True while it cannot go on although the socket may have room: then EPOLLOUT would only spin. */
  readonly starved?: boolean;
  /** Called for EPOLLERR. */
  takeCompletions?(): void;
}

/** A connection has its turn for about so many bytes; then the others have theirs. */
export const TURN = 1 << 20;

/** The file has become shorter while it was sent. The announced bytes can no longer come, so the connection must end. */
export class Shrunk extends Failure {
  constructor() {
    super('the file has become shorter while it was sent');
  }
}

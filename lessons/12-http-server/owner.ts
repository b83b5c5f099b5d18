/** What a connection needs from the part of the server that owns it. Nothing to do in this file. */
import type { Answer } from './answer.ts';
import type { Request } from './request.ts';

/** What a connection is doing, as far as time-outs go: each phase has a limit of its own. */
export type Phase = 'idle' | 'head' | 'body' | 'working' | 'sending' | 'lingering';

/** It waits for events, counts the time, and answers requests. */
export interface Owner {
  /** Answers by calling `respond`, now or later. */
  handle(request: Request, content: Uint8Array, respond: (answer: Answer) => void): void;
  /** Called after each event: the events to wait for, and the phase, which begins anew if `renewed`. */
  wait(reading: boolean, writing: boolean, phase: Phase, renewed: boolean): void;
  /** The connection has ended: its descriptor is to be closed. */
  ended(): void;
}

/** The messages between the loop and its workers. Nothing to do in this file. */
import type { Fd } from '#sys';
import type { Answer } from './answer.ts';
import type { MailboxShare } from './mailbox.ts';
import type { Phase } from './owner.ts';

export type Mode = 'loop' | 'reactor' | 'proactor';

/** For a worker of the reactor: an event of the connection number `id`. */
export interface Event {
  readonly id: number;
  readonly fd: Fd;
  readonly what: 'start' | 'readable' | 'writable' | 'finish' | 'expired' | 'close';
  readonly phase: Phase;
}

/** Its reply: what to wait for next, or that the connection has ended and its descriptor is to be closed. */
export interface Next {
  readonly id: number;
  readonly ended: boolean;
  readonly reading: boolean;
  readonly writing: boolean;
  readonly phase: Phase;
  readonly renewed: boolean;
}

/** For a worker of the proactor: a whole request, its content in base64. */
export interface Task {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly content: string;
}

/** Its reply: an answer whose bytes are in base64; an open file is passed by its number, because threads share descriptors. */
export interface Done {
  readonly id: number;
  readonly status: number;
  readonly type?: string | undefined;
  readonly allow?: string | undefined;
  readonly bytes: string;
  readonly fd: Fd;
  readonly size: number;
}

/** What a worker gets when it is started. */
export interface WorkerData {
  readonly mode: Mode;
  readonly directory: string;
  readonly inbox: MailboxShare;
  readonly outbox: MailboxShare;
}

export function toDone(id: number, { status, type, allow, body }: Answer): Done {
  const bytes = body instanceof Uint8Array ? Buffer.from(body).toString('base64') : '';
  const { fd, size } = body instanceof Uint8Array ? { fd: -1, size: 0 } : body;
  return { id, status, type, allow, bytes, fd, size };
}

export const fromDone = ({ status, type, allow, bytes, fd, size }: Done): Answer => ({
  status,
  body: fd < 0 ? Buffer.from(bytes, 'base64') : { fd, size },
  ...(type !== undefined && { type }),
  ...(allow !== undefined && { allow }),
});

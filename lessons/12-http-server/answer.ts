/** An answer, and its head as bytes. Nothing to do in this file. */
import { close, type Fd } from '#sys';
import { REASONS } from './refusal.ts';
import { TEXT } from './types.ts';

export interface Answer {
  readonly status: number;
  readonly type?: string;
  /** The Allow field of 405 and of OPTIONS. */
  readonly allow?: string;
  /** The body: bytes, or the first `size` bytes of an open file, which belongs to whoever holds the answer. */
  readonly body: Uint8Array | { readonly fd: Fd; readonly size: number };
}

/** An answer that says its status in words. */
export const plain = (status: number, allow?: string): Answer => ({
  status,
  type: TEXT,
  body: Buffer.from(`${status} ${REASONS[status]}\n`),
  ...(allow !== undefined && { allow }),
});

export const lengthOf = ({ body }: Answer): number => (body instanceof Uint8Array ? body.length : body.size);

/** Closes the file of an answer that will not be sent. */
export function closeFile({ body }: Answer): void {
  if (!(body instanceof Uint8Array)) close(body.fd);
}

let second = 0;
let date = '';

/** The time as HTTP writes it, such as Sun, 06 Nov 1994 08:49:37 GMT. */
function now(): string {
  const ms = Date.now();
  if (ms - second >= 1000 || ms < second) {
    second = ms - (ms % 1000);
    date = new Date(ms).toUTCString();
  }
  return date;
}

/** The head: `connection` is the Connection field, null when there is none. */
export function headOf(answer: Answer, connection: 'close' | 'keep-alive' | null): string {
  const { status, type, allow } = answer;
  let head = `HTTP/1.1 ${status} ${REASONS[status]}\r\nDate: ${now()}\r\n`;
  if (type !== undefined) head += `Content-Type: ${type}\r\n`;
  if (allow !== undefined) head += `Allow: ${allow}\r\n`;
  if (connection !== null) head += `Connection: ${connection}\r\n`;
  return status === 204 ? `${head}\r\n` : `${head}Content-Length: ${lengthOf(answer)}\r\n\r\n`;
}

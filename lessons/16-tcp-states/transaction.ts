/** One request and one answer, as the designs of designs.ts need them. Nothing to do in this file. */
import { Failure } from '#program';
import { type Fd, isSystemError, MSG_NOSIGNAL, POLLIN, poll, recv, send } from '#sys';

const REQUEST = Buffer.from('hello');
/** More than the client's socket can hold, so that a part of it is still at the server when it has sent all. */
export const ANSWER_BYTES = 50_000;
const PATIENCE_MS = 20_000;

export function ask(client: Fd): void {
  send(client, REQUEST, MSG_NOSIGNAL);
}

/** Reads the request and sends the answer, which the server's kernel takes as a whole. */
export function serve(server: Fd): void {
  readExactly(server, REQUEST.length);
  if (send(server, Buffer.alloc(ANSWER_BYTES), MSG_NOSIGNAL) !== ANSWER_BYTES) throw new Failure('no room for the answer');
}

/** Reads the answer and nothing behind it. Returns the number of bytes, which is smaller when the connection ends before. */
export const readAnswer = (client: Fd): number => readExactly(client, ANSWER_BYTES);

function readExactly(fd: Fd, length: number): number {
  const bytes = Buffer.alloc(length);
  let got = 0;
  while (got < length) {
    const n = recv(fd, bytes, 0, length - got);
    if (n === 0) break;
    if (n !== null) got += n;
    else if (poll([{ fd, events: POLLIN }], PATIENCE_MS)[0] === 0) throw new Failure('nothing came');
  }
  return got;
}

/** Reads as long as there are bytes: up to the reset, or to the end of the stream. */
export function readUntilReset(fd: Fd): number {
  const bytes = Buffer.alloc(ANSWER_BYTES);
  for (let got = 0; ; ) {
    try {
      const n = recv(fd, bytes);
      if (n === 0) return got;
      if (n !== null) got += n;
      else poll([{ fd, events: POLLIN }], PATIENCE_MS);
    } catch (error) {
      if (!isSystemError(error, 'ECONNRESET')) throw error;
      return got;
    }
  }
}

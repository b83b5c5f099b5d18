/**
 * A message at a time from a blocking connection. Each function returns null when the stream ends where a message would
 * have begun, and throws BrokenStream when it ends inside one.
 */
import { type Fd, MSG_PEEK, recv } from '#sys';
import { BrokenStream, readn } from './stream.ts';

/** The next record of `size` bytes. */
export function readRecord(conn: Fd, size: number): Buffer | null {
  //#region 05.2
  // TODO 05.2: read exactly `size` bytes with readn. null when none came, BrokenStream when fewer came.
  const record = Buffer.alloc(size);
  const n = readn(conn, record);
  if (n === 0) return null;
  if (n < size) throw new BrokenStream(`the stream ended after ${n} of ${size} bytes of a record`);
  return record;
  //#endregion
}

const LF = 0x0a;
const CR = 0x0d;
const peeked = Buffer.alloc(4096);

/**
 * The next line of at most `max` bytes, without its line feed, and without a carriage return before that. Takes nothing
 * from the stream but this line: what comes next may be something else.
 */
export function readLine(conn: Fd, max: number): Buffer | null {
  //#region 05.3
  // TODO 05.3: look at what has come without taking it (MSG_PEEK), and find the line feed. When it is there, take exactly
  //   the bytes up to it. When it is not, take all that you have seen: peeking again would show you the same bytes at once,
  //   again and again. A line of more than `max` bytes is a BrokenStream, with or without a line feed so far.
  //   man: recv(2) "MSG_PEEK"
  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const seen = recv(conn, peeked, MSG_PEEK) ?? 0;
    if (seen === 0) {
      if (length === 0) return null;
      throw new BrokenStream(`the stream ended after ${length} bytes of a line`);
    }
    const at = peeked.subarray(0, seen).indexOf(LF);
    const wanted = at < 0 ? seen : at + 1;
    if (length + wanted > max + (at < 0 ? 1 : 2)) throw new BrokenStream(`a line has more than ${max} bytes`);
    const piece = Buffer.alloc(wanted);
    readn(conn, piece);
    pieces.push(piece);
    length += wanted;
    if (at >= 0) return withoutEnd(Buffer.concat(pieces), max);
  }
  //#endregion
}

/** A line without its line feed and the carriage return before it. Throws when what is left is too long. */
export function withoutEnd(line: Buffer, max: number): Buffer {
  const end = line.at(-2) === CR ? 2 : 1;
  if (line.length - end > max) throw new BrokenStream(`a line has more than ${max} bytes`);
  return line.subarray(0, line.length - end);
}

const header = Buffer.alloc(4);

/** The next message behind a length, of at most `max` bytes. */
export function readMessage(conn: Fd, max: number): Buffer | null {
  //#region 05.4
  // TODO 05.4: read the four bytes of the length, then the message. null when the stream ended before the first byte of the
  //   length, BrokenStream when it ended later. A length over `max` is a BrokenStream: before you make room for it.
  const n = readn(conn, header);
  if (n === 0) return null;
  if (n < header.length) throw new BrokenStream(`the stream ended after ${n} of 4 bytes of a length`);
  const length = header.readUInt32BE();
  if (length > max) throw new BrokenStream(`a message of ${length} bytes, and ${max} are allowed`);
  const message = Buffer.alloc(length);
  const came = readn(conn, message);
  if (came < length) throw new BrokenStream(`the stream ended after ${came} of ${length} bytes of a message`);
  return message;
  //#endregion
}

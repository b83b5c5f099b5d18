/**
 * Reads one message at a time from a blocking connection. Each function returns null when the stream ends between two
 * messages, and throws BrokenStream when it ends inside one.
 */
import { type Fd, MSG_PEEK, recv } from '#sys';
import { BrokenStream, readn } from './stream.ts';

/** The next record of `size` bytes. */
export function readRecord(conn: Fd, size: number): Buffer | null {
  //#region 05.2
  // TODO 05.2: read exactly `size` bytes with readn.
  //   - no byte came: return null. Fewer than `size` came: throw a BrokenStream
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
 * The next line of at most `max` bytes, without its line feed and a carriage return before that. Takes only this line
 * from the stream, because the bytes behind it may not be lines.
 */
export function readLine(conn: Fd, max: number): Buffer | null {
  //#region 05.3
  // TODO 05.3: find the line feed with MSG_PEEK, and take exactly the bytes up to it.
  //   - no line feed yet: take all that you saw, or the next peek shows the same bytes at once
  //   - a line of more than `max` bytes is a BrokenStream, with or without a line feed so far
  //   - the end of the stream: null before the first byte of a line, a BrokenStream after it
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

/** A line without its line feed and the carriage return before it. Throws when the rest is longer than `max`. */
export function withoutEnd(line: Buffer, max: number): Buffer {
  const end = line.at(-2) === CR ? 2 : 1;
  if (line.length - end > max) throw new BrokenStream(`a line has more than ${max} bytes`);
  return line.subarray(0, line.length - end);
}

const header = Buffer.alloc(4);

/** The next message behind a length, of at most `max` bytes. */
export function readMessage(conn: Fd, max: number): Buffer | null {
  //#region 05.4
  // TODO 05.4: read the four bytes of the length, then the message.
  //   - a length over `max` is a BrokenStream: throw it before you allocate or wait
  //   - the stream ended before the first byte of the length: null. Later: a BrokenStream
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

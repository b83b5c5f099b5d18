/**
 * Reads one message at a time from a blocking connection. Each function returns null when the stream ends between two
 * messages, and throws BrokenStream when it ends inside one.
 */
import { todo } from '#program';
import { type Fd, MSG_PEEK, recv } from '#sys';
import { BrokenStream, readn } from './stream.ts';

/** The next record of `size` bytes. */
export function readRecord(conn: Fd, size: number): Buffer | null {
  //#region 05.2
  // TODO 05.2: read exactly `size` bytes with readn.
  //   - no byte came: return null. Fewer than `size` came: throw a BrokenStream
  todo('05.2', 'read exactly `size` bytes with readn');
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
  todo('05.3', 'find the line feed with MSG_PEEK, and take exactly the bytes up to it');
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
  todo('05.4', 'read the four bytes of the length, then the message');
  //#endregion
}

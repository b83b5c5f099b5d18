/**
 * A message at a time from a blocking connection. Each function returns null when the stream ends where a message would
 * have begun, and throws BrokenStream when it ends inside one.
 */
import { todo } from '#program';
import { type Fd, MSG_PEEK, recv } from '#sys';
import { BrokenStream, readn } from './stream.ts';

/** The next record of `size` bytes. */
export function readRecord(conn: Fd, size: number): Buffer | null {
  //#region 05.2
  // TODO 05.2: read exactly `size` bytes with readn. null when none came, BrokenStream when fewer came.
  todo('05.2', 'read exactly `size` bytes with readn');
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
  todo('05.3', 'look at what has come without taking it (MSG_PEEK), and find the line feed');
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
  todo('05.4', 'read the four bytes of the length, then the message');
  //#endregion
}

/** RESP, the protocol that Redis speaks: requests out of bytes. https://redis.io/docs/latest/develop/reference/protocol-spec/ */
import { todo } from '#program';

/** What came is no request. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

const CR = 13;
const LF = 10;
const STAR = 42;
const DOLLAR = 36;
const ZERO = 48;
const MAX_ARGUMENTS = 1024;
export const MAX_BULK = 1 << 20;
/** A thousand arguments of the largest size would be a gigabyte that has to be kept until the last one is there. */
const MAX_REQUEST = 1 << 24;
const MAX_LINE = 65_536;
/** Without it zeros could come for ever, and each time all of them would be looked at again. */
const MAX_DIGITS = 10;

/**
 * Finds one request at a time. Its arguments are places in the bytes that it was given: no copies, no garbage.
 * Use again for every request.
 */
export class RequestParser {
  /** How many arguments the request has. */
  count = 0;
  /** Where each argument begins and ends. */
  readonly begins = new Int32Array(MAX_ARGUMENTS);
  readonly ends = new Int32Array(MAX_ARGUMENTS);
  /** Where the last argument's header begins: `$3\r\nabc\r\n` from here to the end of the request. */
  lastHeader = 0;
  #at = 0;

  /**
   * Parses the request that begins at `at`. Returns where it ends; -1 when it is not complete yet.
   * Throws a ProtocolError when it never will be one.
   */
  parse(bytes: Buffer, at: number): number {
    this.count = 0;
    if (bytes[at] !== STAR) return this.#inline(bytes, at);
    //#region 09.8
    // TODO 09.8: *N CRLF, then N times $LENGTH CRLF, so many bytes, CRLF. `#number` reads a number and its CRLF, from the place behind
    //   the sign, and moves #at behind it; it returns -1 when they are not all there. Note where each argument begins and ends, and
    //   where the last one's `$` is. Throw a ProtocolError when a sign is another one, a number too large, or all
    //   of it longer than MAX_REQUEST.
    todo('09.8', '*N CRLF, then N times $LENGTH CRLF, so many bytes, CRLF');
    //#endregion
  }

  /** A number and its CRLF; #at is behind them then. -1 when they are not complete. */
  #number(bytes: Buffer, from: number): number {
    let value = 0;
    let at = from;
    for (; at < bytes.length; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = 10 * value + digit;
      if (value > 0x7fffffff || at - from >= MAX_DIGITS) throw new ProtocolError('invalid number');
    }
    if (at + 1 >= bytes.length) {
      if (at < bytes.length && bytes[at] !== CR) throw new ProtocolError('invalid number');
      return -1;
    }
    if (at === from || bytes[at] !== CR || bytes[at + 1] !== LF) throw new ProtocolError('invalid number');
    this.#at = at + 2;
    return value;
  }

  /** A line of words, as people type them into nc. */
  #inline(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(LF, from);
    if (end < 0) {
      if (bytes.length - from > MAX_LINE) throw new ProtocolError('too big inline request');
      return -1;
    }
    const last = end > from && bytes[end - 1] === CR ? end - 1 : end;
    for (let at = from; at < last; ) {
      while (at < last && bytes[at] === 32) at++;
      const begin = at;
      while (at < last && bytes[at] !== 32) at++;
      if (at === begin) break;
      if (this.count === MAX_ARGUMENTS) throw new ProtocolError('too many words');
      this.begins[this.count] = begin;
      this.ends[this.count] = at;
      this.count++;
    }
    this.lastHeader = -1; // words have no headers
    return end + 1;
  }
}

const printable = (byte: number | undefined): string =>
  byte !== undefined && byte > 32 && byte < 127 ? String.fromCharCode(byte) : '?';

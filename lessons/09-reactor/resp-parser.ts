/** Parses requests of RESP, the protocol of Redis. https://redis.io/docs/latest/develop/reference/protocol-spec/ */
import { todo } from '#program';

/** The bytes are no request of RESP. */
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
/** Limit of a whole request: a thousand arguments of MAX_BULK would be a gigabyte, kept until the last one is complete. */
const MAX_REQUEST = 1 << 24;
const MAX_LINE = 65_536;
/** Without it a client could send zeros without end, and each read would parse all of them again. */
const MAX_DIGITS = 10;

/**
 * Finds one request at a time. Its arguments are positions in the given bytes, so nothing is copied or allocated.
 * Use one parser for all requests.
 */
export class RequestParser {
  /** The number of arguments of the request. */
  count = 0;
  /** The begin and the end of each argument. */
  readonly begins = new Int32Array(MAX_ARGUMENTS);
  readonly ends = new Int32Array(MAX_ARGUMENTS);
  /** The begin of the last argument's header: `$3\r\nabc\r\n` stands from here to the end of the request. */
  lastHeader = 0;
  #at = 0;

  /**
   * Parses the request that begins at `at`. Returns its end, or -1 when it is not complete yet.
   * Throws a ProtocolError when the bytes cannot become a request.
   */
  parse(bytes: Buffer, at: number): number {
    this.count = 0;
    if (bytes[at] !== STAR) return this.#inline(bytes, at);
    //#region 09.8
    // TODO 09.8: parse *N CRLF, then N times $LENGTH CRLF, LENGTH bytes, CRLF; return the end.
    //   - set begins and ends of each argument, lastHeader (the last `$`), and count
    //   - bytes are missing: return -1 (#number does so, too)
    //   - ProtocolError: another sign, no CRLF, or more than MAX_ARGUMENTS, MAX_BULK or MAX_REQUEST
    //   - #number(bytes, from) returns a number, and moves #at behind its CRLF
    todo('09.8', 'parse *N CRLF, then N times $LENGTH CRLF, LENGTH bytes, CRLF');
    //#endregion
  }

  /** Reads a number and its CRLF, and moves #at behind them. -1 when they are not complete. */
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

  /** Parses a line of words, as a person types it into nc. */
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

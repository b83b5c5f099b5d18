/** The body of a request: where it ends, and its bytes. */
import { ByteBuffer } from '#reactor';
import { COLON } from './characters.ts';
import { Lines } from './lines.ts';
import { Refusal } from './refusal.ts';
import { nameEnd, type Request } from './request.ts';

/** Bodies are kept in memory, so they are bounded. */
export const MAX_BODY = 1 << 20;
const MAX_LINE = 1024;
const MAX_TRAILERS = 8192;

export type Framing = number | 'chunked';

/** How the body of a request is delimited: by its length in bytes, or in chunks. Throws a Refusal. RFC 9112, section 6.3 */
export function framingOf({ minor, fields }: Request): Framing {
  const length = fields.get('content-length');
  const coding = fields.get('transfer-encoding');
  //#region 12.3
  // TODO 12.3: decide where the body ends; whatever leaves a doubt is refused.
  //   - neither field: there is no body. Both: 400, because two servers may believe different ones
  //   - Content-Length alone: see lengthOf
  //   - Transfer-Encoding: a list, whose case does not count; 400 unless its last is chunked, and
  //     from HTTP/1.0; 501 for another coding before it
  if (coding === undefined) return length === undefined ? 0 : lengthOf(length);
  if (length !== undefined || minor === 0) throw new Refusal(400, 'Transfer-Encoding beside Content-Length, or in 1.0');
  const codings = coding.split(',').map((one) => one.replace(/^[ \t]+|[ \t]+$/g, '').toLowerCase());
  const named = codings.filter((one) => one !== '');
  if (named.indexOf('chunked') !== named.length - 1) throw new Refusal(400, 'chunked is not the last coding');
  if (named.length !== 1) throw new Refusal(named.length === 0 ? 400 : 501, `coding ${coding}`);
  return 'chunked';
  //#endregion
}

/** The number that a Content-Length says. Throws a Refusal. */
function lengthOf(text: string): number {
  //#region 12.3
  // TODO 12.3: decimal digits and nothing else, or it is 400; 413 above MAX_BODY.
  //   - of two fields the values came joined, with a comma: that is no number
  if (!/^\d+$/.test(text)) throw new Refusal(400, `length ${text}`);
  if (Number(text) > MAX_BODY) throw new Refusal(413, `a body of ${text} bytes`);
  return Number(text);
  //#endregion
}

/** SIZE, and perhaps ;name or ;name=value, any number of times. RFC 9112, section 7.1 */
const CHUNK =
  /^([0-9A-Fa-f]+)(?:[ \t]*;[ \t]*[\w!#$%&'*+.^`|~-]+(?:[ \t]*=[ \t]*(?:[\w!#$%&'*+.^`|~-]+|"(?:[^"\\]|\\.)*"))?)*$/;

/**
 *     size ── n ──▶ data ── n bytes ──▶ data-end ── an empty line ──▶ size
 *     size ── 0 ──▶ trailers ── an empty line ──▶ done
 *
 * With a Content-Length: data ──▶ done.
 */
type State = 'data' | 'data-end' | 'size' | 'trailers' | 'done';

export class BodyReader {
  /** The bytes of the body that have arrived. */
  readonly content = new ByteBuffer();
  readonly #chunked: boolean;
  readonly #lines = new Lines();
  #state: State;
  /** Bytes of the body, or of this chunk, that are still to come. */
  #left: number;
  #trailers = 0;

  constructor(framing: Framing) {
    this.#chunked = framing === 'chunked';
    this.#left = framing === 'chunked' ? 0 : framing;
    this.#state = framing === 'chunked' ? 'size' : framing === 0 ? 'done' : 'data';
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  /** Takes as many bytes as belong to the body, and returns their number. Throws a Refusal. */
  read(bytes: Buffer): number {
    //#region 12.3
    // TODO 12.3: read data and lines in turn, until the body is done or the bytes are used up.
    //   - a line that is not complete is left in the bytes, for the next call
    let at = 0;
    while (this.#state !== 'done') {
      if (this.#state === 'data') {
        const from = at;
        at += this.#data(bytes, from);
        if (at === from) return at;
        continue;
      }
      const end = this.#lines.find(bytes, at, MAX_LINE, this.#state === 'trailers' ? 431 : 400);
      if (end < 0) return at;
      this.#line(bytes, at, end);
      at = end + 2;
    }
    return at;
    //#endregion
  }

  /** Returns the number of bytes that it took. */
  #data(bytes: Buffer, from: number): number {
    //#region 12.3
    // TODO 12.3: append to `content` as many of the bytes as are still #left, and no more.
    //   - then comes data-end with chunks, and done without
    const length = Math.min(this.#left, bytes.length - from);
    this.content.append(bytes.subarray(from, from + length));
    this.#left -= length;
    if (this.#left === 0) this.#state = this.#chunked ? 'data-end' : 'done';
    return length;
    //#endregion
  }

  /** A line from `from` to `end`, which is not data: a size, the end of a chunk, or a trailer. */
  #line(bytes: Buffer, from: number, end: number): void {
    //#region 12.3
    // TODO 12.3: handle the line by the state, and enter the next one.
    //   - data-end: the line is empty, or the chunk was longer than its size says: 400
    //   - size: #sizeOf the text of the line says how many bytes of data follow; 0 is the last one
    //   - trailers: each is a #trailer; the empty line ends the body
    if (this.#state === 'data-end') {
      if (end > from) throw new Refusal(400, 'more bytes than the size of the chunk');
      this.#state = 'size';
    } else if (this.#state === 'size') {
      this.#left = this.#sizeOf(bytes.toString('latin1', from, end));
      this.#state = this.#left > 0 ? 'data' : 'trailers';
    } else if (end === from) this.#state = 'done';
    else this.#trailer(bytes, from, end);
    //#endregion
  }

  #sizeOf(line: string): number {
    //#region 12.3
    // TODO 12.3: the hexadecimal size of a chunk: CHUNK has the grammar of its line, or it is 400.
    //   - 413 when all chunks together are more than MAX_BODY
    const [, digits] = CHUNK.exec(line) ?? [];
    if (digits === undefined) throw new Refusal(400, 'no chunk size');
    const size = Number.parseInt(digits, 16);
    if (size + this.content.length > MAX_BODY) throw new Refusal(413, 'a body of too many bytes');
    return size;
    //#endregion
  }

  #trailer(bytes: Buffer, from: number, end: number): void {
    //#region 12.3
    // TODO 12.3: check the trailer as a field (nameEnd, COLON), or it is 400; then drop it.
    //   - 431 when all #trailers together have more than MAX_TRAILERS bytes
    this.#trailers += end - from;
    if (this.#trailers > MAX_TRAILERS) throw new Refusal(431, 'trailers of too many bytes');
    const colon = nameEnd(bytes, from, end);
    if (colon === from || bytes[colon] !== COLON) throw new Refusal(400, 'no field');
    //#endregion
  }
}

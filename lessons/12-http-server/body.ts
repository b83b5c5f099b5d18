/** The body of a request: where it ends, and its bytes. */
import { todo } from '#program';
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
  todo('12.3', 'decide where the body ends');
  //#endregion
}

/** The number that a Content-Length says. Throws a Refusal. */
function lengthOf(text: string): number {
  //#region 12.3
  // TODO 12.3: decimal digits and nothing else, or it is 400; 413 above MAX_BODY.
  //   - of two fields the values came joined, with a comma: that is no number
  todo('12.3', 'decimal digits and nothing else, or it is 400');
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
    todo('12.3', 'read data and lines in turn, until the body is done or the bytes are used up');
    //#endregion
  }

  /** Returns the number of bytes that it took. */
  #data(bytes: Buffer, from: number): number {
    //#region 12.3
    // TODO 12.3: append to `content` as many of the bytes as are still #left, and no more.
    //   - then comes data-end with chunks, and done without
    todo('12.3', 'append to `content` as many of the bytes as are still #left, and no more');
    //#endregion
  }

  /** A line from `from` to `end`, which is not data: a size, the end of a chunk, or a trailer. */
  #line(bytes: Buffer, from: number, end: number): void {
    //#region 12.3
    // TODO 12.3: handle the line by the state, and enter the next one.
    //   - data-end: the line is empty, or the chunk was longer than its size says: 400
    //   - size: #sizeOf the text of the line says how many bytes of data follow; 0 is the last one
    //   - trailers: each is a #trailer; the empty line ends the body
    todo('12.3', 'handle the line by the state, and enter the next one');
    //#endregion
  }

  #sizeOf(line: string): number {
    //#region 12.3
    // TODO 12.3: the hexadecimal size of a chunk: CHUNK has the grammar of its line, or it is 400.
    //   - 413 when all chunks together are more than MAX_BODY
    todo('12.3', 'the hexadecimal size of a chunk: CHUNK has the grammar of its line, or it is 400');
    //#endregion
  }

  #trailer(bytes: Buffer, from: number, end: number): void {
    //#region 12.3
    // TODO 12.3: check the trailer as a field (nameEnd, COLON), or it is 400; then drop it.
    //   - 431 when all #trailers together have more than MAX_TRAILERS bytes
    todo('12.3', 'check the trailer as a field (nameEnd, COLON), or it is 400');
    //#endregion
  }
}

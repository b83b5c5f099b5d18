/**
 * The same three framings for a server that cannot wait: it hands over the bytes that have come, in pieces of any size,
 * and gets the complete messages. Messages are copies, so the caller may use its buffer again.
 */
import { todo } from '#program';
import { withoutEnd } from './blocking.ts';
import { BrokenStream } from './stream.ts';

export interface Decoder {
  /**
   * Takes the next bytes of the stream. Returns the messages that are complete now. When it throws BrokenStream, the
   * messages of this chunk are lost, also those before the break.
   */
  push(chunk: Uint8Array): Buffer[];
  /** The stream has ended. Throws BrokenStream when it ended inside a message. */
  end(): void;
}

/** Records of `size` bytes. */
export class FixedDecoder implements Decoder {
  readonly #size: number;
  #record: Buffer;
  #filled = 0;

  constructor(size: number) {
    this.#size = size;
    this.#record = Buffer.alloc(size);
  }

  push(chunk: Uint8Array): Buffer[] {
    //#region 05.5
    // TODO 05.5: copy the chunk into #record, and return each record that gets full.
    //   - a chunk may hold many records, and end inside one: #filled remembers how far it came
    //   - the next record needs a new buffer
    todo('05.5', 'copy the chunk into #record, and return each record that gets full');
    //#endregion
  }

  end(): void {
    //#region 05.5
    // TODO 05.5: throw a BrokenStream when a record has begun.
    todo('05.5', 'throw a BrokenStream when a record has begun');
    //#endregion
  }
}

const LF = 0x0a;

/** Lines of at most `max` bytes. */
export class LineDecoder implements Decoder {
  readonly #max: number;
  /** The first #length bytes are the beginning of the next line; the buffer grows with it. */
  #line = Buffer.alloc(256);
  #length = 0;

  constructor(max: number) {
    this.#max = max;
  }

  push(chunk: Uint8Array): Buffer[] {
    //#region 05.5
    // TODO 05.5: find the line feeds of the chunk, return each complete line, and #keep the rest.
    //   - look for line feeds in the new bytes only: the kept ones have none
    //   - return copies, each by withoutEnd: a carriage return may have come in an earlier chunk
    //   - more than #max + 1 kept bytes are a BrokenStream (one may be a carriage return)
    todo('05.5', 'find the line feeds of the chunk, return each complete line, and #keep the rest');
    //#endregion
  }

  /** Appends a copy of `piece` to the kept bytes. */
  #keep(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#line.length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#line.length));
      larger.set(this.#line.subarray(0, this.#length));
      this.#line = larger;
    }
    this.#line.set(piece, this.#length);
    this.#length = length;
  }

  end(): void {
    //#region 05.5
    // TODO 05.5: throw a BrokenStream when a line has begun.
    todo('05.5', 'throw a BrokenStream when a line has begun');
    //#endregion
  }
}

/** Messages of at most `max` bytes behind a length of 4 bytes. */
export class LengthDecoder implements Decoder {
  readonly #max: number;
  readonly #header = Buffer.alloc(4);
  /** The message that is being filled; null while the header is being filled. */
  #message: Buffer | null = null;
  #filled = 0;

  constructor(max: number) {
    this.#max = max;
  }

  push(chunk: Uint8Array): Buffer[] {
    //#region 05.5
    // TODO 05.5: fill #header, then a #message of the announced length, in turn; return full ones.
    //   - the four bytes of the header may come in pieces too
    //   - #room makes the buffer, and refuses a length over #max
    //   - a message of 0 bytes is complete with its header
    todo('05.5', 'fill #header, then a #message of the announced length, in turn');
    //#endregion
  }

  /** A buffer for the message that the header announces. */
  #room(): Buffer {
    const length = this.#header.readUInt32BE();
    if (length > this.#max) throw new BrokenStream(`a message of ${length} bytes, and ${this.#max} are allowed`);
    return Buffer.alloc(length);
  }

  end(): void {
    //#region 05.5
    // TODO 05.5: throw a BrokenStream when a length or a message has begun.
    todo('05.5', 'throw a BrokenStream when a length or a message has begun');
    //#endregion
  }
}

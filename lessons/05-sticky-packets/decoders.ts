/**
 * The same three framings for a server that cannot wait: it hands over whatever has come, in pieces of any size, and gets
 * the messages that are complete. What a decoder returns is its own: the caller may use its buffer again.
 */
import { todo } from '#program';
import { withoutEnd } from './blocking.ts';
import { BrokenStream } from './stream.ts';

export interface Decoder {
  /**
   * Takes the next bytes of the stream. Returns the messages that are complete now. Throws BrokenStream: then nothing of this chunk
   * comes any more, not even what was complete before the place where it broke.
   */
  push(chunk: Uint8Array): Buffer[];
  /** The stream has ended. Throws BrokenStream when that is inside a message. */
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
    // TODO 05.5: copy bytes of the chunk into #record from #filled on. Each time it is full, it is a message, and the next
    //   record needs a buffer of its own. One chunk may hold many records, and end inside one.
    todo('05.5', 'copy bytes of the chunk into #record from #filled on');
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
  /** The line that has begun, as far as it has come; the buffer grows with it. */
  #line = Buffer.alloc(256);
  #length = 0;

  constructor(max: number) {
    this.#max = max;
  }

  push(chunk: Uint8Array): Buffer[] {
    //#region 05.5
    // TODO 05.5: look for line feeds in the chunk; what you have kept so far has none. Up to each one, with what was kept
    //   before, is a line: call withoutEnd with a copy of it. Keep the rest with #keep. Throw a BrokenStream as soon as what is kept has
    //   more than #max + 1 bytes (one may be a carriage return): it cannot become a line any more.
    todo('05.5', 'look for line feeds in the chunk');
    //#endregion
  }

  /** Puts a copy behind what is there already. */
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
  /** The message that is being filled; null while its length is. */
  #message: Buffer | null = null;
  #filled = 0;

  constructor(max: number) {
    this.#max = max;
  }

  push(chunk: Uint8Array): Buffer[] {
    //#region 05.5
    // TODO 05.5: two states: filling #header, then filling #message, which gets a buffer of its own once the length is known.
    //   A length over #max is a BrokenStream. A message of 0 bytes is complete with its header, though no more bytes come.
    todo('05.5', 'two states: filling #header, then filling #message, which gets a buffer of its own once the length is known');
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

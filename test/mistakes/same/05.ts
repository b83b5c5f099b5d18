import type { SameProgram } from '../../../src/mutants/mutant.ts';

const BLOCKING = 'null means "would block", which a blocking descriptor never says';
const ORDER = 'neither statement uses what the other one changes';
const TOO_LONG =
  'if (message.length > size) throw new RangeError(`${message.length} bytes do not fit into a record of ${size}`);';
const SET = 'set throws a RangeError for the same messages';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  { file: 'stream.ts', line: 'const n = recv(conn, bytes.subarray(done)) ?? 0;', change: '0 → 1', why: BLOCKING },
  {
    file: 'stream.ts',
    line: 'while (done < bytes.length) done += write(conn, bytes.subarray(done)) ?? 0;',
    change: '0 → 1',
    why: BLOCKING,
  },
  {
    file: 'encoders.ts',
    line: TOO_LONG,
    change: 'without: if (message.length > size) throw new RangeError(`${message.length} bytes do not f…',
    why: SET,
  },
  { file: 'encoders.ts', line: TOO_LONG, change: 'message.length > size → false', why: SET },
  {
    file: 'encoders.ts',
    line: TOO_LONG,
    change: 'without: throw new RangeError(`${message.length} bytes do not fit into a record of ${size}…',
    why: SET,
  },
  {
    file: 'encoders.ts',
    line: 'wire.writeUInt32BE(message.length);',
    change: 'wire.writeUInt32BE(message.length); ↔ wire.set(message, 4);',
    why: ORDER,
  },
  { file: 'blocking.ts', line: 'const seen = recv(conn, peeked, MSG_PEEK) ?? 0;', change: '0 → 1', why: BLOCKING },
  {
    file: 'blocking.ts',
    line: 'if (length + wanted > max + (at < 0 ? 1 : 2)) throw new BrokenStream(`a line has more than ${max} bytes`);',
    change: '2 → 3',
    why: 'withoutEnd refuses the same line when it is taken',
  },
  {
    file: 'blocking.ts',
    line: 'readn(conn, piece);',
    change: 'readn(conn, piece); ↔ pieces.push(piece);',
    why: 'the list holds the piece itself',
  },
  { file: 'blocking.ts', line: 'pieces.push(piece);', change: 'pieces.push(piece); ↔ length += wanted;', why: ORDER },
  {
    file: 'decoders.ts',
    line: 'for (let at = 0; at < chunk.length; ) {',
    change: '< → <=',
    why: 'behind the chunk the piece is empty, and what is being filled is not full: the loop ends there',
  },
  {
    file: 'decoders.ts',
    line: 'this.#filled += piece.length;',
    change: 'this.#filled += piece.length; ↔ at += piece.length;',
    why: ORDER,
  },
  {
    file: 'decoders.ts',
    line: 'this.#record = Buffer.alloc(this.#size);',
    change: 'this.#record = Buffer.alloc(this.#size); ↔ this.#filled = 0;',
    why: ORDER,
  },
  { file: 'decoders.ts', line: 'this.#length = 0;', change: 'this.#length = 0; ↔ from = at + 1;', why: ORDER },
];

export default same;

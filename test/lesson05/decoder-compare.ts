import fc from 'fast-check';
import { unlessTodo } from '../support/answering.ts';

/** For decoder-check.ts: three framings with encoders of our own, and the comparison with a learner's decoders. */

export interface Decoder {
  push(chunk: Uint8Array): Buffer[];
  end(): void;
}

export interface Decoders {
  readonly FixedDecoder: new (size: number) => Decoder;
  readonly LineDecoder: new (max: number) => Decoder;
  readonly LengthDecoder: new (max: number) => Decoder;
}

/** A finding; null stands for none. */
export interface Problem {
  readonly kind: Kind | Evidence;
  readonly text: string;
}

type Kind = 'messages' | 'error' | 'end' | 'refused';

/** Kinds that point at one mistake: bytes that the caller wrote later, lost messages of the same chunk, and so on. */
export type Evidence =
  | 'shared'
  | 'lost'
  | 'empty'
  | 'return'
  | 'header'
  | 'bound'
  | 'one-more'
  | 'return-counted'
  | 'other-error';

const SIZE = 5;
export const MAX = 300;

export interface Framing {
  make(decoders: Decoders, max?: number): Decoder;
  encode(message: Uint8Array): Buffer;
  readonly message: fc.Arbitrary<Uint8Array>;
  /** The messages of a short stream that is cut in all possible ways. */
  readonly small: readonly Uint8Array[];
}

/** The tests' own encoders. */
export const framings: Readonly<Record<string, Framing>> = {
  fixed: {
    make: ({ FixedDecoder }) => new FixedDecoder(SIZE),
    encode: (message) => Buffer.from(message),
    message: fc.uint8Array({ minLength: SIZE, maxLength: SIZE }),
    small: [Buffer.from('hello'), Buffer.from([0, 255, 10, 13, 7])],
  },
  lines: {
    make: ({ LineDecoder }, max = MAX) => new LineDecoder(max),
    encode: (message) => Buffer.concat([message, Buffer.from(message.length % 2 === 0 ? '\n' : '\r\n')]),
    message: fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.filter((byte) => byte !== 10 && byte !== 13)),
    small: [Buffer.from('a'), Buffer.from(''), Buffer.from('é'), Buffer.from('b')],
  },
  length: {
    make: ({ LengthDecoder }, max = MAX) => new LengthDecoder(max),
    encode: (message) => Buffer.concat([lengthOf(message.length), message]),
    message: fc.uint8Array({ maxLength: MAX }),
    small: [Buffer.from('hé'), Buffer.from('')],
  },
};

export function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** Cuts a stream at these positions and feeds it, each piece in the same buffer. */
export function feed(decoder: Decoder, stream: Buffer, cuts: readonly number[]): Buffer[] {
  const shared = Buffer.alloc(Math.max(stream.length, 1));
  const got: Buffer[] = [];
  const ends = [...new Set([...cuts.filter((cut) => cut > 0 && cut < stream.length), stream.length])].sort(
    (a, b) => a - b,
  );
  let from = 0;
  for (const end of ends) {
    stream.copy(shared, 0, from, end);
    got.push(...decoder.push(shared.subarray(0, end - from)));
    shared.fill(0xee);
    from = end;
  }
  return got;
}

export const show = (messages: readonly Uint8Array[]): string =>
  messages.length > 6 || messages.some(({ length }) => length > 24)
    ? `${messages.length} messages of ${messages
        .slice(0, 8)
        .map(({ length }) => length)
        .join(', ')} bytes`
    : JSON.stringify(messages.map((message) => printable(message)));

/** ASCII as it is, every other byte as \\xff: any terminal can show it. */
const printable = (message: Uint8Array): string =>
  [...message]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');

/** The decoder must return exactly the messages, and end() must not throw. */
export function compare(
  decoder: Decoder,
  stream: Buffer,
  messages: readonly Uint8Array[],
  cuts: readonly number[],
): Problem | null {
  const where = cuts.length === 0 ? 'in one piece' : `cut at ${cuts.slice(0, 12).join(', ')}`;
  const wanted = `${show(messages)}, ${where}`;
  let got: Buffer[];
  try {
    got = feed(decoder, stream, cuts);
  } catch (error) {
    unlessTodo(error);
    return { kind: 'error', text: `${wanted}: push threw ${String(error)}` };
  }
  if (!same(got, messages))
    return { kind: difference(got, messages, cuts.length === 0), text: `${wanted}: got ${show(got)}` };
  try {
    decoder.end();
  } catch (error) {
    unlessTodo(error);
    return { kind: 'end', text: `${wanted}: end threw ${String(error)}, although no message had begun` };
  }
  return null;
}

export const same = (some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean =>
  some.length === others.length && some.every((message, i) => Buffer.compare(message, others[i] as Uint8Array) === 0);

const CR = 13;

/** The kind of a wrong list of messages. */
function difference(got: readonly Uint8Array[], wanted: readonly Uint8Array[], uncut: boolean): Problem['kind'] {
  const has = (messages: readonly Uint8Array[], byte: number): boolean =>
    messages.some((message) => message.includes(byte));
  if (has(got, 0xee) && !has(wanted, 0xee)) return 'shared';
  const bare = got.map((message) => (message.at(-1) === CR ? message.subarray(0, -1) : message));
  if (!uncut && same(bare, wanted)) return 'return';
  const full = wanted.filter(({ length }) => length > 0);
  if (full.length < wanted.length && same(got, full)) return 'empty';
  return uncut && got.length > 0 && same(got, wanted.slice(0, got.length)) ? 'lost' : 'messages';
}

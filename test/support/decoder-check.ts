import fc from 'fast-check';

/**
 * Runs in a process of its own, with a learner's decoders: an endless loop or a flood of memory there is a finding, and
 * not the end of the grader. Prints one line of JSON.
 */
interface Decoder {
  push(chunk: Uint8Array): Buffer[];
  end(): void;
}

export interface Decoders {
  readonly FixedDecoder: new (size: number) => Decoder;
  readonly LineDecoder: new (max: number) => Decoder;
  readonly LengthDecoder: new (max: number) => Decoder;
}

/** What was found; null when everything is as it should be. */
export interface Problem {
  readonly kind: 'messages' | 'error' | 'end' | 'bound' | 'shared';
  readonly text: string;
}

/** A step that is not written yet is not a finding. */
function unlessTodo(error: unknown): void {
  if ((error as { step?: string }).step !== undefined) throw error;
}

const SIZE = 5;
const MAX = 300;

interface Framing {
  make(decoders: Decoders, max?: number): Decoder;
  encode(message: Uint8Array): Buffer;
  readonly message: fc.Arbitrary<Uint8Array>;
  /** A short stream of which all ways to cut are tried, and its messages. */
  readonly small: readonly Uint8Array[];
}

/** The tests' own encoders. */
const framings: Readonly<Record<string, Framing>> = {
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

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** Cuts a stream at these positions and feeds it, each piece in the same buffer. */
function feed(decoder: Decoder, stream: Buffer, cuts: readonly number[]): Buffer[] {
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

const show = (messages: readonly Uint8Array[]): string =>
  messages.length > 6 || messages.some(({ length }) => length > 24)
    ? `${messages.length} messages of ${messages
        .slice(0, 8)
        .map(({ length }) => length)
        .join(', ')} bytes`
    : JSON.stringify(messages.map((message) => printable(message)));

/** ASCII as it is, every other byte as \\xff: it comes through any terminal. */
const printable = (message: Uint8Array): string =>
  [...message]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');

/** Exactly the messages, and a quiet end. */
function compare(
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
  if (got.length !== messages.length || got.some((message, i) => !message.equals(messages[i] ?? Buffer.alloc(0)))) {
    const shared = got.some((message) => message.includes(0xee)) && !messages.some((message) => message.includes(0xee));
    return { kind: shared ? 'shared' : 'messages', text: `${wanted}: got ${show(got)}` };
  }
  try {
    decoder.end();
  } catch (error) {
    unlessTodo(error);
    return { kind: 'end', text: `${wanted}: end threw ${String(error)}, and no message had begun` };
  }
  return null;
}

function allCuts(framing: Framing, decoders: Decoders): Problem | null {
  const stream = Buffer.concat(framing.small.map((message) => framing.encode(message)));
  for (let bits = 0; bits < 2 ** (stream.length - 1); bits++) {
    const cuts = Array.from({ length: stream.length - 1 }, (_, i) => i + 1).filter(
      (cut) => (bits & (1 << (cut - 1))) !== 0,
    );
    const problem = compare(framing.make(decoders), stream, framing.small, cuts);
    if (problem !== null) return problem;
  }
  return null;
}

/** Any list of messages, cut anywhere. */
function anyCuts(framing: Framing, decoders: Decoders, seed: number): Problem | null {
  let found: Problem | null = null;
  const property = fc.property(
    fc.array(framing.message, { maxLength: 12 }),
    fc.array(fc.nat(2000), { maxLength: 12 }),
    (messages, cuts) => {
      const stream = Buffer.concat(messages.map((message) => framing.encode(message)));
      const problem = compare(
        framing.make(decoders),
        stream,
        messages,
        cuts.sort((a, b) => a - b),
      );
      if (problem !== null) found = problem;
      return problem === null;
    },
  );
  fc.check(property, { seed, numRuns: 300 });
  return found;
}

/** A stream that ends inside a message. */
function truncated(framing: Framing, decoders: Decoders): Problem | null {
  const first = framing.small[0] ?? Buffer.alloc(0);
  const stream = Buffer.concat([framing.encode(first), framing.encode(first)]);
  const border = framing.encode(first).length;
  for (let length = border + 1; length < stream.length; length++) {
    const decoder = framing.make(decoders);
    try {
      const got = feed(decoder, stream.subarray(0, length), []);
      if (got.length !== 1)
        return { kind: 'messages', text: `one message and a part of another one: got ${show(got)}` };
    } catch (error) {
      unlessTodo(error);
      return { kind: 'error', text: `one message and a part of another one: push threw ${String(error)}` };
    }
    try {
      decoder.end();
    } catch (error) {
      unlessTodo(error);
      continue;
    }
    return { kind: 'end', text: `${length - border} of ${border} bytes of a message, then end(): it threw nothing` };
  }
  return null;
}

/** Too long: said before it is stored. */
function bounded(name: string, decoders: Decoders): Problem | null {
  const framing = framings[name];
  if (framing === undefined || name === 'fixed') return null;
  const exact = Buffer.alloc(MAX, 'x');
  const fits = compare(framing.make(decoders), framing.encode(exact), [exact], [100, 200]);
  if (fits !== null)
    return { kind: 'bound', text: `a message of exactly ${MAX} bytes, which is allowed: ${fits.text}` };
  const streams =
    name === 'length'
      ? [lengthOf(MAX + 1), lengthOf(0x7fffffff), lengthOf(0xffffffff)]
      : [Buffer.alloc(MAX + 2, 'x'), Buffer.concat([Buffer.alloc(MAX + 1, 'x'), Buffer.from('\n')])];
  for (const stream of streams) {
    const decoder = framing.make(decoders);
    try {
      for (let at = 0; at < stream.length; at += 50) decoder.push(Buffer.from(stream.subarray(at, at + 50)));
    } catch (error) {
      unlessTodo(error);
      continue;
    }
    const what =
      name === 'length' ? `a header that announces ${stream.readUInt32BE()} bytes` : `${stream.length} bytes of a line`;
    return { kind: 'bound', text: `${what}, where ${MAX} are allowed: push threw nothing` };
  }
  return null;
}

const LONG = 1_000_000;

/** A long message, byte by byte: work that grows with the square of its length takes minutes. */
function long(name: string, decoders: Decoders): Problem | null {
  const message = Buffer.alloc(LONG, 'y');
  const decoder =
    name === 'fixed'
      ? new decoders.FixedDecoder(LONG)
      : name === 'lines'
        ? new decoders.LineDecoder(LONG)
        : new decoders.LengthDecoder(LONG);
  const framing = framings[name];
  if (framing === undefined) return null;
  const stream = framing.encode(message);
  const one = Buffer.alloc(1);
  const got: Buffer[] = [];
  for (const byte of stream) {
    one[0] = byte;
    got.push(...decoder.push(one));
  }
  return got.length === 1 && got[0]?.equals(message)
    ? null
    : { kind: 'messages', text: `one message of ${LONG} bytes, byte by byte: got ${show(got)}` };
}

/** `check NAME WHAT SEED` */
export function check(decoders: Decoders): void {
  const [name = '', what = '', seed = '1'] = process.argv.slice(2);
  const framing = framings[name];
  if (framing === undefined) throw new Error(`no framing ${name}`);
  const problem =
    what === 'cuts'
      ? (allCuts(framing, decoders) ?? anyCuts(framing, decoders, Number(seed)))
      : what === 'end'
        ? truncated(framing, decoders)
        : what === 'bound'
          ? bounded(name, decoders)
          : long(name, decoders);
  process.stdout.write(`${JSON.stringify({ problem })}\n`);
}

/** Errors have to reach the grader as they are: a step that is not written says so on standard error. */
export function run(decoders: Decoders): void {
  try {
    check(decoders);
  } catch (error) {
    const { step, message, name } = error as { step?: string; message: string; name: string };
    process.stderr.write(
      step === undefined ? `${process.pid} died of ${name}: ${message}\n` : `todo ${step}: ${message}\n`,
    );
    process.exitCode = step === undefined ? 1 : 70;
  }
}

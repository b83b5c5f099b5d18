/**
 * Runs with a learner's decoders in a process of its own, so that an endless loop or too much memory is a finding and
 * does not end the grader. Its last line is JSON.
 */
import fc from 'fast-check';
import { answering, unlessTodo } from '../support/answering.ts';
import {
  compare,
  type Decoder,
  type Decoders,
  type Framing,
  feed,
  framings,
  lengthOf,
  MAX,
  type Problem,
  same,
  show,
} from './decoder-compare.ts';

/** Whether a single cut does harm only inside a length. */
function onlyInHeaders(framing: Framing, decoders: Decoders, stream: Buffer): boolean {
  const inside = new Set<number>();
  let from = 0;
  for (const message of framing.small) {
    for (let i = 1; i < HEADER; i++) inside.add(from + i);
    from += HEADER + message.length;
  }
  const bad = Array.from({ length: stream.length }, (_, cut) => cut).filter(
    (cut) => compare(framing.make(decoders), stream, framing.small, cut === 0 ? [] : [cut]) !== null,
  );
  return bad.length > 0 && bad.every((cut) => inside.has(cut));
}

const HEADER = 4;

function allCuts(name: string, framing: Framing, decoders: Decoders): Problem | null {
  const stream = Buffer.concat(framing.small.map((message) => framing.encode(message)));
  for (let bits = 0; bits < 2 ** (stream.length - 1); bits++) {
    const cuts = Array.from({ length: stream.length - 1 }, (_, i) => i + 1).filter(
      (cut) => (bits & (1 << (cut - 1))) !== 0,
    );
    const problem = compare(framing.make(decoders), stream, framing.small, cuts);
    if (problem === null) continue;
    return name === 'length' && onlyInHeaders(framing, decoders, stream) ? { ...problem, kind: 'header' } : problem;
  }
  return null;
}

/** Random messages, cut at random. */
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

/** Two decoders get a byte each in turn: they must share nothing. */
function inTurn(framing: Framing, decoders: Decoders): Problem | null {
  const streams = [framing.small, [...framing.small].reverse()];
  const sides = streams.map((messages) => ({
    messages,
    stream: Buffer.concat(messages.map((message) => framing.encode(message))),
    decoder: framing.make(decoders),
    got: [] as Buffer[],
  }));
  const what = 'two decoders, a byte for each in turn';
  try {
    for (let at = 0; at < Math.max(...sides.map(({ stream }) => stream.length)); at++)
      for (const { stream, decoder, got } of sides) got.push(...decoder.push(stream.subarray(at, at + 1)));
  } catch (error) {
    unlessTodo(error);
    return { kind: 'error', text: `${what}: push threw ${String(error)}` };
  }
  const wrong = sides.find(({ got, messages }) => !same(got, messages));
  if (wrong === undefined) return null;
  return { kind: 'messages', text: `${what}: sent ${show(wrong.messages)}, got ${show(wrong.got)}` };
}

const isBroken = (error: unknown): boolean => error instanceof Error && error.name === 'BrokenStream';

/** A stream that ends inside a message. */
function truncated(framing: Framing, decoders: Decoders): Problem | null {
  const first = framing.small[0] ?? Buffer.alloc(0);
  const stream = Buffer.concat([framing.encode(first), framing.encode(first)]);
  const border = framing.encode(first).length;
  for (let length = border + 1; length < stream.length; length++) {
    const decoder = framing.make(decoders);
    try {
      const got = feed(decoder, stream.subarray(0, length), []);
      if (got.length !== 1) return { kind: 'messages', text: `one message and a part of the next: got ${show(got)}` };
    } catch (error) {
      unlessTodo(error);
      return { kind: 'error', text: `one message and a part of the next: push threw ${String(error)}` };
    }
    try {
      decoder.end();
    } catch (error) {
      unlessTodo(error);
      if (isBroken(error)) continue;
      return { kind: 'other-error', text: `a part of a message, then end(): it threw ${String(error)}` };
    }
    return { kind: 'end', text: `${length - border} of ${border} bytes of a message, then end(): no error` };
  }
  return null;
}

/** A message that is too long is refused before it is stored. */
function bounded(name: string, decoders: Decoders): Problem | null {
  const framing = framings[name];
  if (framing === undefined || name === 'fixed') return null;
  const exact = Buffer.alloc(MAX, 'x');
  const fits = compare(framing.make(decoders), framing.encode(exact), [exact], [100, 200]);
  if (fits !== null)
    return { kind: 'refused', text: `a message of exactly ${MAX} bytes, which is allowed: ${fits.text}` };
  const ended = Buffer.concat([exact, Buffer.from('\r\n')]);
  const returned = name === 'lines' ? compare(framing.make(decoders), ended, [exact], [MAX + 1]) : null;
  if (returned !== null)
    return { kind: 'return-counted', text: `a line of exactly ${MAX} bytes that ends in CR and LF: ${returned.text}` };
  return name === 'length' ? tooLongLength(framing, decoders) : tooLongLine(framing, decoders);
}

function tooLongLength(framing: Framing, decoders: Decoders): Problem | null {
  for (const [length, kind] of [
    [0x7fffffff, 'bound'],
    [0xffffffff, 'bound'],
    [MAX + 1, 'one-more'],
  ] as const) {
    const problem = unrefused(
      framing.make(decoders),
      lengthOf(length),
      `a header that announces ${length} bytes`,
      kind,
    );
    if (problem !== null) return problem;
  }
  return null;
}

function tooLongLine(framing: Framing, decoders: Decoders): Problem | null {
  for (const [length, end, kind] of [
    [20 * MAX, '', 'bound'],
    [MAX + 2, '', 'one-more'],
    [MAX + 1, '\n', 'one-more'],
  ] as const) {
    const what = `${length} bytes of a line${end === '' ? '' : ' and its line feed'}`;
    const stream = Buffer.concat([Buffer.alloc(length, 'x'), Buffer.from(end)]);
    const problem = unrefused(framing.make(decoders), stream, what, kind);
    if (problem !== null) return problem;
  }
  return null;
}

/** Null when push throws a BrokenStream. */
function unrefused(decoder: Decoder, stream: Buffer, what: string, kind: Problem['kind']): Problem | null {
  try {
    for (let at = 0; at < stream.length; at += 50) decoder.push(Buffer.from(stream.subarray(at, at + 50)));
  } catch (error) {
    unlessTodo(error);
    if (isBroken(error)) return null;
    return { kind: 'other-error', text: `${what}: push threw ${String(error)}` };
  }
  return { kind, text: `${what}: ${MAX} are allowed, but push threw no error` };
}

const LONG = 4_000_000;
const PIECE = 16;
/** The pieces of one measurement of CPU time. */
const SOME = 1000;

/** One long message in small pieces. Prints the CPU time as it goes on, because it may never come to its end. */
function long(name: string, decoders: Decoders): Problem | null {
  const message = Buffer.alloc(LONG, 'y');
  const decoder =
    name === 'fixed'
      ? new decoders.FixedDecoder(LONG)
      : name === 'lines'
        ? new decoders.LineDecoder(LONG)
        : new decoders.LengthDecoder(LONG);
  const stream = framings[name]?.encode(message) ?? message;
  const piece = Buffer.alloc(PIECE);
  const got: Buffer[] = [];
  let before = process.cpuUsage();
  for (let at = 0, pieces = 1; at < stream.length; at += PIECE, pieces++) {
    got.push(...decoder.push(piece.subarray(0, stream.copy(piece, 0, at, at + PIECE))));
    if (pieces % SOME !== 0) continue;
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(`${SOME} pieces cost ${(user + system) / 1000} ms\n`);
    before = process.cpuUsage();
  }
  if (same(got, [message])) return manyAtOnce(name, decoders);
  return { kind: 'messages', text: `a message of ${LONG} bytes, ${PIECE} at a time: got ${show(got)}` };
}

const MANY = 200_000;

/** Many short messages in one chunk: a decoder that copies the rest for each of them copies gigabytes. */
function manyAtOnce(name: string, decoders: Decoders): Problem | null {
  const framing = framings[name];
  const decoder = framing?.make(decoders);
  const encoded = framing?.encode(framing.small[0] ?? Buffer.alloc(0)) ?? Buffer.alloc(0);
  const got = decoder?.push(Buffer.alloc(MANY * encoded.length, encoded)).length;
  return got === MANY ? null : { kind: 'messages', text: `${MANY} messages in one chunk: got ${got}` };
}

/** `NAME SEED WHAT…` */
function check(decoders: Decoders, what: string): Problem | null {
  const [name = '', seed = '1'] = process.argv.slice(2);
  const framing = framings[name];
  if (framing === undefined) throw new Error(`no framing ${name}`);
  if (what === 'cuts')
    return allCuts(name, framing, decoders) ?? anyCuts(framing, decoders, Number(seed)) ?? inTurn(framing, decoders);
  if (what === 'end') return truncated(framing, decoders);
  return what === 'bound' ? bounded(name, decoders) : long(name, decoders);
}

export function run(decoders: Decoders): void {
  const [first = () => null, ...later] = process.argv.slice(4).map((what) => () => check(decoders, what));
  answering(first, ...later);
}

import { Buffer } from 'node:buffer';
import { answering, unlessTodo } from '../support/answering.ts';

/** Runs a learner's encoders in a process of its own, with arguments that no line of standard input can have. */
interface Encoders {
  readonly encodeRecord: (message: Uint8Array, size: number) => Buffer;
  readonly encodeLine: (message: Uint8Array) => Buffer;
}

export interface EncoderProblem {
  readonly kind: 'wire' | 'old-memory' | 'line-feed' | 'return';
  readonly text: string;
}

const USED = 0xaa;

/** Makes unsafe memory look used: allocUnsafe may return old bytes, and here it always does. */
function useAllMemory(): void {
  for (const name of ['allocUnsafe', 'allocUnsafeSlow'] as const) {
    const plain = Buffer[name].bind(Buffer);
    Buffer[name] = (size: number) => plain(size).fill(USED);
  }
}

function records({ encodeRecord }: Encoders): EncoderProblem | null {
  for (const [text, size] of [
    ['one', 8],
    ['', 4],
    ['eight888', 8],
    ['long', 1000],
  ] as const) {
    const wire = encodeRecord(Buffer.from(text), size);
    const wanted = Buffer.concat([Buffer.from(text)], size);
    if (Buffer.compare(wire, wanted) === 0) continue;
    const what = `encodeRecord(${JSON.stringify(text)}, ${size})`;
    const kind = wire.length === size && wire.includes(USED) ? 'old-memory' : 'wire';
    return { kind, text: `${what} gave ${Buffer.from(wire).toString('hex').slice(0, 60)}` };
  }
  return null;
}

const REFUSED = 'a RangeError';

const CASES = [
  ['two\nlines', REFUSED, 'line-feed'],
  ['\n', REFUSED, 'line-feed'],
  ['ends\n', REFUSED, 'line-feed'],
  ['ends\r', REFUSED, 'return'],
  ['\r', REFUSED, 'return'],
  ['a\rb', JSON.stringify('a\rb\n'), 'wire'],
] as const;

function lines(encoders: Encoders): EncoderProblem | null {
  for (const [text, wanted, kind] of CASES) {
    const got = lineOf(encoders, text);
    if (got === wanted) continue;
    return { kind: got.startsWith('"') ? kind : 'wire', text: `encodeLine(${JSON.stringify(text)}) gave ${got}` };
  }
  return null;
}

/** The line in quotes, or the error. */
function lineOf({ encodeLine }: Encoders, text: string): string {
  try {
    return JSON.stringify(Buffer.from(encodeLine(Buffer.from(text))).toString());
  } catch (error) {
    unlessTodo(error);
    return error instanceof RangeError ? REFUSED : String(error);
  }
}

export function run(encoders: Encoders): void {
  answering(() => {
    useAllMemory();
    return process.argv[2] === 'fixed' ? records(encoders) : lines(encoders);
  });
}

import { Buffer } from 'node:buffer';
import { answering, unlessTodo } from './answering.ts';

/** Runs a learner's encoders in a process of its own, with arguments that no line of standard input can have. */
interface Encoders {
  readonly encodeRecord: (message: Uint8Array, size: number) => Buffer;
  readonly encodeLine: (message: Uint8Array) => Buffer;
}

export interface EncoderProblem {
  readonly kind: 'wire' | 'old-memory' | 'line-feed';
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

function lines({ encodeLine }: Encoders): EncoderProblem | null {
  for (const text of ['two\nlines', '\n', 'ends\n']) {
    const what = `encodeLine(${JSON.stringify(text)})`;
    try {
      const wire = encodeLine(Buffer.from(text));
      return { kind: 'line-feed', text: `${what} gave ${JSON.stringify(Buffer.from(wire).toString())}` };
    } catch (error) {
      unlessTodo(error);
      if (!(error instanceof RangeError)) return { kind: 'wire', text: `${what} threw ${String(error)}` };
    }
  }
  return null;
}

export function run(encoders: Encoders): void {
  answering(() => {
    useAllMemory();
    return process.argv[2] === 'fixed' ? records(encoders) : lines(encoders);
  });
}

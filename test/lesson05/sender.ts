import type { Bench } from '../../src/grading/test-context.ts';
import { checkEncoder } from './checking.ts';
import { behindLength, graded, WRITES } from './lesson.ts';
import { hex, wireOf } from './wire.ts';

graded(
  '05.2',
  4,
  'sender: fills records up with zero bytes',
  async (bench: Bench) => {
    const { wire } = await bench.step('ran  sender.ts --framing fixed --size 8, with "one" and "eight888"', () =>
      wireOf(bench, 'one\neight888\n', ['--framing', 'fixed', '--size', '8']),
    );
    const expected = Buffer.from('one\0\0\0\0\0eight888');
    bench.expect(wire.equals(expected), {
      expected: hex(expected),
      saw: hex(wire),
      looksLike: wire.equals(Buffer.from('oneeight888')) ? 'L05-B16' : undefined,
    });
    const long = await bench.step('and with a message of nine bytes', () =>
      wireOf(bench, 'nine99999\n', ['--framing', 'fixed', '--size', '8']),
    );
    bench.expect(long.exit === 1, {
      expected: 'exit status 1: it does not fit',
      saw: long.words,
      looksLike: long.wire.equals(Buffer.from('nine99999')) ? 'L05-B16' : undefined,
    });
    const problem = await bench.step('called encodeRecord where no new memory is clean', () =>
      checkEncoder(bench, 'fixed'),
    );
    bench.expect(problem === null, {
      expected: 'the message and zero bytes',
      saw: problem?.text ?? '',
      looksLike: problem?.kind === 'old-memory' ? 'L05-B18' : undefined,
    });
  },
  { needs: [WRITES] },
);

graded(
  '05.3',
  3,
  'sender: ends each line with a line feed',
  async (bench: Bench) => {
    const { wire } = await bench.step('ran  sender.ts --framing lines, with "one", "" and "three"', () =>
      wireOf(bench, 'one\n\nthree', ['--framing', 'lines']),
    );
    bench.expect(wire.toString('latin1') === 'one\n\nthree\n', {
      expected: '"one\\n\\nthree\\n"',
      saw: JSON.stringify(wire.toString('latin1')),
    });
    const problem = await bench.step('called encodeLine with a line feed in the message', () =>
      checkEncoder(bench, 'lines'),
    );
    bench.expect(problem === null, {
      expected: 'a RangeError',
      saw: problem?.text ?? '',
      looksLike: problem?.kind === 'line-feed' ? 'L05-B17' : undefined,
    });
  },
  { needs: [WRITES] },
);

graded(
  '05.4',
  4,
  'sender: counts the bytes of a message',
  async (bench: Bench) => {
    const { wire } = await bench.step('ran  sender.ts --framing length, with "hi", "" and "é"', () =>
      wireOf(bench, 'hi\n\né\n', ['--framing', 'length']),
    );
    const expected = Buffer.concat(['hi', '', 'é'].map((text) => behindLength(Buffer.from(text))));
    const first = wire.length >= 4 ? wire.readUInt32BE() : -1;
    bench.expect(wire.equals(expected), {
      expected: hex(expected),
      saw: hex(wire),
      looksLike:
        first === 0x02000000
          ? 'L05-B08'
          : first === 6
            ? 'L05-B09'
            : first === 2 && wire.length >= 14
              ? 'L05-B07'
              : undefined,
    });
  },
  { needs: [WRITES] },
);

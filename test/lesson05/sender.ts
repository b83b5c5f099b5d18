import type { TestContext } from '../../src/grading/test-context.ts';
import { checkEncoder } from './checking.ts';
import { behindLength, graded, WRITES } from './lesson.ts';
import { hex, wireOf } from './wire.ts';

graded(
  '05.2',
  4,
  'sender: fills records up with zero bytes',
  async (t: TestContext) => {
    const { wire } = await t.step('ran  sender.ts --framing fixed --size 8, with "one" and "eight888"', () =>
      wireOf(t, 'one\neight888\n', ['--framing', 'fixed', '--size', '8']),
    );
    const expected = Buffer.from('one\0\0\0\0\0eight888');
    t.expect(wire.equals(expected), {
      expected: hex(expected),
      saw: hex(wire),
      looksLike: wire.equals(Buffer.from('oneeight888')) ? 'unpadded' : undefined,
    });
    const long = await t.step('ran it with a message of nine bytes', () =>
      wireOf(t, 'nine99999\n', ['--framing', 'fixed', '--size', '8']),
    );
    t.expect(long.exit === 1, {
      expected: 'exit status 1, because nine bytes do not fit',
      saw: long.words,
      looksLike: long.wire.equals(Buffer.from('nine99999')) ? 'unpadded' : undefined,
    });
    const problem = await t.step('called encodeRecord with old bytes in all new memory of allocUnsafe', () =>
      checkEncoder(t, 'fixed'),
    );
    t.expect(problem === null, {
      expected: 'the message, then zero bytes',
      saw: problem?.text ?? '',
      looksLike: problem?.kind === 'old-memory' ? 'old-memory' : undefined,
    });
  },
  { needs: [WRITES] },
);

graded(
  '05.3',
  3,
  'sender: ends each line with a line feed',
  async (t: TestContext) => {
    const { wire } = await t.step('ran  sender.ts --framing lines, with "one", "" and "three"', () =>
      wireOf(t, 'one\n\nthree', ['--framing', 'lines']),
    );
    t.expect(wire.toString('latin1') === 'one\n\nthree\n', {
      expected: '"one\\n\\nthree\\n"',
      saw: JSON.stringify(wire.toString('latin1')),
    });
    const problem = await t.step('called encodeLine with line feeds and carriage returns in the message', () =>
      checkEncoder(t, 'lines'),
    );
    t.expect(problem === null, {
      expected: 'a RangeError for a line feed anywhere and for a carriage return at the end; other messages are sent',
      saw: problem?.text ?? '',
      looksLike:
        problem?.kind === 'line-feed' ? 'line-feed-inside' : problem?.kind === 'return' ? 'return-at-end' : undefined,
    });
  },
  { needs: [WRITES] },
);

graded(
  '05.4',
  4,
  'sender: counts the bytes of a message',
  async (t: TestContext) => {
    const { wire } = await t.step('ran  sender.ts --framing length, with "hi", "" and "é"', () =>
      wireOf(t, 'hi\n\né\n', ['--framing', 'length']),
    );
    const expected = Buffer.concat(['hi', '', 'é'].map((text) => behindLength(Buffer.from(text))));
    const first = wire.length >= 4 ? wire.readUInt32BE() : -1;
    t.expect(wire.equals(expected), {
      expected: hex(expected),
      saw: hex(wire),
      looksLike:
        first === 0x02000000
          ? 'little-endian'
          : first === 6
            ? 'header-counted'
            : first === 2 && wire.length >= 14
              ? 'characters'
              : undefined,
    });
  },
  { needs: [WRITES] },
);

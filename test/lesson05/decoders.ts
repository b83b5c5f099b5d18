import type { TestContext } from '../../src/grading/test-context.ts';
import { checkDecoder } from './checking.ts';
import { graded, RECEIVER, type Row, rows } from './lesson.ts';
import { expectPrinted, printed } from './printed.ts';

const cutTitle = (name: string): string => `${name}: finds every message, however the stream is cut`;
/** The mistake that each kind of finding points at. */
const MISTAKE: Readonly<Record<string, string>> = {
  shared: 'shared-buffer',
  lost: 'second-lost',
  empty: 'empty',
  return: 'split-end',
  header: 'split-header',
  bound: 'no-maximum',
  'one-more': 'one-more',
  'return-counted': 'return-counted',
  'other-error': 'other-error',
};

const DECODER = { fixed: 'FixedDecoder', lines: 'LineDecoder', length: 'LengthDecoder' } as const;

for (const framing of ['fixed', 'lines', 'length'] as const) {
  const title = cutTitle(DECODER[framing]);
  graded('05.5', 5, title, async (t: TestContext) => {
    const problem = await t.step('cut a short stream in all possible ways, and random messages at random', () =>
      checkDecoder(t, framing, 'cuts'),
    );
    t.expect(problem === null, {
      expected: 'exactly the messages that were sent, and no error',
      saw: problem?.text ?? '',
      looksLike: MISTAKE[problem?.kind ?? ''],
    });
  });
  graded(
    '05.5',
    framing === 'length' ? 2 : 1,
    `${DECODER[framing]}: reports a stream that ends inside a message`,
    async (t: TestContext) => {
      const problem = await checkDecoder(t, framing, 'end');
      t.expect(problem === null, {
        expected: 'a BrokenStream from end()',
        saw: problem?.text ?? '',
        looksLike: problem?.kind === 'other-error' ? 'other-error' : undefined,
      });
    },
    { needs: [title] },
  );
  graded(
    '05.5',
    framing === 'length' ? 2 : 1,
    `${DECODER[framing]}: does work in proportion to the bytes`,
    async (t: TestContext) => {
      const problem = await t.step('a message of 4,000,000 bytes, 16 at a time; and 200,000 short ones at once', () =>
        checkDecoder(t, framing, 'long', 'quadratic'),
      );
      t.expect(problem === null, { expected: 'the messages that were sent', saw: problem?.text ?? '' });
    },
    { needs: [title] },
  );
  if (framing === 'fixed') continue;
  graded(
    '05.5',
    3,
    `${DECODER[framing]}: refuses a message over the maximum`,
    async (t: TestContext) => {
      const problem = await checkDecoder(t, framing, 'bound');
      t.expect(problem === null, {
        expected: 'a BrokenStream as soon as a message is too long, and not before',
        saw: problem?.text ?? '',
        looksLike: problem?.kind === 'bound' && framing !== 'length' ? undefined : MISTAKE[problem?.kind ?? ''],
      });
    },
    { needs: [title] },
  );
}

graded(
  '05.5',
  3,
  'receiver: decodes messages, also when all of them come at once',
  async (t: TestContext) => {
    const decodes = async ({ args, encode, messages }: Row): Promise<void> => {
      const receiver = await t.start(RECEIVER, { args: [...args, '--incremental'] });
      const client = await t.connect(receiver);
      const stream = Buffer.concat(messages.map((message) => encode(message)));
      await t.step(
        `sent ${messages.length} messages to  receiver.ts ${args.join(' ')} --incremental, in two pieces`,
        async () => {
          await receiver.frozen(() => client.send(stream.subarray(0, -3)));
          await receiver.quiet();
          await client.send(stream.subarray(-3));
        },
      );
      await expectPrinted(t, receiver, printed(messages), () => undefined);
    };
    await Promise.all(rows.map(decodes));
  },
  { needs: Object.values(DECODER).map(cutTitle) },
);

import type { Bench } from '../../src/grading/test-context.ts';
import { checkDecoder } from './checking.ts';
import { graded, RECEIVER, type Row, rows } from './lesson.ts';
import { expectPrinted, printed } from './printed.ts';

const cutTitle = (name: string): string => `${name}: finds every message, however the stream is cut`;
/** The mistake that each kind of finding points at. */
const MISTAKE: Readonly<Record<string, string>> = {
  shared: 'L05-B10',
  lost: 'L05-B02',
  empty: 'L05-B06',
  return: 'L05-B04',
  header: 'L05-B03',
  bound: 'L05-B05',
  'one-more': 'L05-B21',
  'return-counted': 'L05-B20',
};

const DECODER = { fixed: 'FixedDecoder', lines: 'LineDecoder', length: 'LengthDecoder' } as const;

for (const framing of ['fixed', 'lines', 'length'] as const) {
  const title = cutTitle(DECODER[framing]);
  graded('05.5', 5, title, async (bench: Bench) => {
    const problem = await bench.step('tried all ways to cut a short stream, and random ones of random messages', () =>
      checkDecoder(bench, framing, 'cuts'),
    );
    bench.expect(problem === null, {
      expected: 'exactly the messages that were sent, and no error',
      saw: problem?.text ?? '',
      looksLike: MISTAKE[problem?.kind ?? ''],
    });
  });
  graded(
    '05.5',
    framing === 'length' ? 2 : 1,
    `${DECODER[framing]}: says so when the stream ends inside a message`,
    async (bench: Bench) => {
      const problem = await checkDecoder(bench, framing, 'end');
      bench.expect(problem === null, {
        expected: 'a BrokenStream from end()',
        saw: problem?.text ?? '',
      });
    },
    { needs: [title] },
  );
  graded(
    '05.5',
    framing === 'length' ? 2 : 1,
    `${DECODER[framing]}: does work in proportion to the bytes`,
    async (bench: Bench) => {
      const problem = await bench.step(
        'a message of 4,000,000 bytes, 16 at a time; and 200,000 short ones at once',
        () => checkDecoder(bench, framing, 'long', 'L05-B14'),
      );
      bench.expect(problem === null, { expected: 'the message', saw: problem?.text ?? '' });
    },
    { needs: [title] },
  );
  if (framing === 'fixed') continue;
  graded(
    '05.5',
    3,
    `${DECODER[framing]}: has a bound`,
    async (bench: Bench) => {
      const problem = await checkDecoder(bench, framing, 'bound');
      bench.expect(problem === null, {
        expected: 'a BrokenStream as soon as it is too long, and not before',
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
  'receiver: decodes what comes, also when everything comes at once',
  async (bench: Bench) => {
    const decodes = async ({ args, encode, messages }: Row): Promise<void> => {
      const receiver = await bench.start(RECEIVER, { args: [...args, '--incremental'] });
      const client = await bench.connect(receiver);
      const stream = Buffer.concat(messages.map((message) => encode(message)));
      await bench.step(
        `sent ${messages.length} messages to  receiver.ts ${args.join(' ')} --incremental, in two pieces`,
        async () => {
          await receiver.frozen(() => client.send(stream.subarray(0, -3)));
          await receiver.quiet();
          await client.send(stream.subarray(-3));
        },
      );
      await expectPrinted(bench, receiver, printed(messages), () => undefined);
    };
    await Promise.all(rows.map(decodes));
  },
  { needs: Object.values(DECODER).map(cutTitle) },
);

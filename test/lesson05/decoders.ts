import type { Bench } from '../support/bench.ts';
import { checkDecoder } from '../support/decoders.ts';
import { blaming } from '../support/echo.ts';
import { graded, RECEIVER, rows } from './lesson.ts';
import { expectPrinted, printed } from './printed.ts';

const cutTitle = (name: string): string => `${name}: finds every message, however the stream is cut`;
const DECODER = { fixed: 'FixedDecoder', lines: 'LineDecoder', length: 'LengthDecoder' } as const;

for (const framing of ['fixed', 'lines', 'length'] as const) {
  const title = cutTitle(DECODER[framing]);
  graded('05.5', 5, title, async (bench: Bench) => {
    const problem = await bench.step('tried all ways to cut a short stream, and random ones of random messages', () =>
      checkDecoder(bench, framing, 'cuts', 'L05-B02'),
    );
    bench.expect(problem === null, {
      expected: 'exactly the messages that were sent, and no error',
      saw: problem?.text ?? '',
      looksLike: problem?.kind === 'shared' ? 'L05-B10' : suspect(framing, problem?.text ?? ''),
    });
  });
  graded(
    '05.5',
    framing === 'length' ? 2 : 1,
    `${DECODER[framing]}: says so when the stream ends inside a message`,
    async (bench: Bench) => {
      const problem = await checkDecoder(bench, framing, 'end', 'L05-B11');
      bench.expect(problem === null, {
        expected: 'a BrokenStream from end()',
        saw: problem?.text ?? '',
        looksLike: problem?.kind === 'end' ? 'L05-B11' : undefined,
      });
    },
    { needs: [title] },
  );
  graded(
    '05.5',
    framing === 'length' ? 2 : 1,
    `${DECODER[framing]}: does work in proportion to the bytes`,
    async (bench: Bench) => {
      const problem = await bench.step('1,000,000 bytes of one message, byte by byte', () =>
        checkDecoder(bench, framing, 'long', 'L05-B14'),
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
      const problem = await checkDecoder(bench, framing, 'bound', 'L05-B05');
      bench.expect(problem === null, {
        expected: 'a BrokenStream as soon as it is too long, and not before',
        saw: problem?.text ?? '',
        looksLike: 'L05-B05',
      });
    },
    { needs: [title] },
  );
}

/** What a wrong list of messages points at. */
function suspect(framing: string, text: string): string | undefined {
  const cuts = /cut at ([\d, ]+)/.exec(text)?.[1];
  if (framing === 'lines' && /\\x0d/.test(text.split(': got ')[1] ?? '')) return 'L05-B04';
  if (framing === 'length' && /got .*push threw|push threw .*(RangeError|range)/i.test(text)) return 'L05-B03';
  if (framing === 'length' && /(^|[[,])""/.test(text.split(', cut')[0] ?? '') && cuts === undefined) return 'L05-B06';
  return cuts === undefined ? 'L05-B02' : framing === 'length' ? 'L05-B03' : 'L05-B02';
}

graded(
  '05.5',
  3,
  'receiver: decodes what comes, also when everything comes at once',
  async (bench: Bench) => {
    for (const { args, encode, messages } of rows) {
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
      await blaming('L05-B02', () => expectPrinted(bench, receiver, printed(messages), () => 'L05-B02'));
    }
  },
  { needs: Object.values(DECODER).map(cutTitle) },
);

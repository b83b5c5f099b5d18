import type { Bench } from '../support/bench.ts';
import { graded, LINES, RECEIVER, rows } from './lesson.ts';
import { expectPrinted, printed } from './printed.ts';

graded(
  '05.3',
  3,
  'receiver: waits asleep for the rest of a line',
  async (bench: Bench) => {
    const receiver = await bench.start(RECEIVER, { args: rows[1]?.args ?? [] });
    const client = await bench.connect(receiver);
    await client.send(Buffer.from('the beginning of '));
    await bench.step('sent a part of a line; the receiver sleeps', () => receiver.quiet(() => 'L05-B12'));
    await client.send(Buffer.from('a line\n'));
    await expectPrinted(bench, receiver, printed([Buffer.from('the beginning of a line')]), () => undefined);
  },
  { needs: [LINES] },
);

graded(
  '05.3',
  2,
  'receiver: takes nothing but the line from the stream',
  async (bench: Bench) => {
    const receiver = await bench.start(RECEIVER, { args: rows[1]?.args ?? [] });
    const client = await bench.connect(receiver);
    await bench.step('froze it; sent a line and 60 bytes without a line feed; thawed it', () =>
      receiver.frozen(() => client.send(Buffer.concat([Buffer.from('a line\n'), Buffer.alloc(60, 'x')]))),
    );
    await bench.step('then ended our direction', () => client.halfClose());
    await receiver.quiet();
    await expectPrinted(bench, receiver, printed([Buffer.from('a line')]), () => 'L05-B13');
    bench.expect(
      receiver.log.some((line) => /ended after 60 bytes/.test(line) || / lost /.test(line)),
      {
        expected: 'the 60 bytes behind the line to be there still, and the end inside a line to be said',
        saw: 'an orderly end',
        looksLike: 'L05-B13',
      },
    );
  },
  { needs: [LINES] },
);

import { isCall } from '../../src/grading/recording.ts';
import type { Bench } from '../../src/grading/test-context.ts';
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
    await expectFewCalls(bench);
  },
  { needs: [LINES] },
);

const LONG = 4000;
/** Two calls are enough. One for each byte would be forty times as many as these. */
const CALLS = 100;

/** Byte by byte takes nothing but the line either; it costs a system call for each. */
async function expectFewCalls(bench: Bench): Promise<void> {
  const recording = bench.record();
  const receiver = await bench.start(RECEIVER, { args: ['--framing', 'lines', '--max', '5000'], env: recording.env });
  const client = await bench.connect(receiver);
  const line = Buffer.alloc(LONG, 'x');
  await bench.step(`froze another one; sent a line of ${LONG} bytes; thawed it`, () =>
    receiver.frozen(() => client.send(Buffer.concat([line, Buffer.from('\n')]))),
  );
  await expectPrinted(bench, receiver, printed([line]), () => undefined);
  const calls = recording.lane(receiver.pid).filter((event) => isCall(event, 'recv')).length;
  bench.expect(calls <= CALLS, {
    expected: 'a look at what is there, then the line: a few calls of recv',
    saw: `${calls} calls for ${LONG + 1} bytes`,
    looksLike: 'L05-B19',
  });
}

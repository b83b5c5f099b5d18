import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { graded, LINES, RECEIVER, rows } from './lesson.ts';
import { expectPrinted, printed } from './printed.ts';

graded(
  '05.3',
  3,
  'receiver: waits asleep for the rest of a line',
  async (t: TestContext) => {
    const receiver = await t.start(RECEIVER, { args: rows[1]?.args ?? [] });
    const client = await t.connect(receiver);
    await client.send(Buffer.from('the beginning of '));
    await t.step('sent a part of a line; the receiver sleeps', () => receiver.quiet(() => 'peek-spin'));
    await client.send(Buffer.from('a line\n'));
    await expectPrinted(t, receiver, printed([Buffer.from('the beginning of a line')]), () => undefined);
  },
  { needs: [LINES] },
);

graded(
  '05.3',
  2,
  'receiver: takes nothing but the line from the stream',
  async (t: TestContext) => {
    const receiver = await t.start(RECEIVER, { args: rows[1]?.args ?? [] });
    const client = await t.connect(receiver);
    await t.step('froze it; sent a line and 60 bytes without a line feed; thawed it', () =>
      receiver.frozen(() => client.send(Buffer.concat([Buffer.from('a line\n'), Buffer.alloc(60, 'x')]))),
    );
    await t.step('then ended our direction', () => client.halfClose());
    await receiver.quiet();
    await expectPrinted(t, receiver, printed([Buffer.from('a line')]), () => 'took-too-much');
    t.expect(
      receiver.log.some((line) => /ended after 60 bytes/.test(line) || / lost /.test(line)),
      {
        expected: 'the 60 bytes behind the line to be there still, and the end inside a line to be said',
        saw: 'an orderly end',
        looksLike: 'took-too-much',
      },
    );
    await expectFewCalls(t);
  },
  { needs: [LINES] },
);

const LONG = 4000;
/** Two calls are enough. One for each byte would be forty times as many as these. */
const CALLS = 100;

/** Byte by byte takes nothing but the line either; it costs a system call for each. */
async function expectFewCalls(t: TestContext): Promise<void> {
  const recording = t.record();
  const receiver = await t.start(RECEIVER, { args: ['--framing', 'lines', '--max', '5000'], env: recording.env });
  const client = await t.connect(receiver);
  const line = Buffer.alloc(LONG, 'x');
  await t.step(`froze another one; sent a line of ${LONG} bytes; thawed it`, () =>
    receiver.frozen(() => client.send(Buffer.concat([line, Buffer.from('\n')]))),
  );
  await expectPrinted(t, receiver, printed([line]), () => undefined);
  const calls = recording.lane(receiver.pid).filter((event) => isCall(event, 'recv')).length;
  t.expect(calls <= CALLS, {
    expected: 'a look at what is there, then the line: a few calls of recv',
    saw: `${calls} calls for ${LONG + 1} bytes`,
    looksLike: 'byte-by-byte',
  });
}

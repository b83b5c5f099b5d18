import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { graded, LINES, RECEIVER, rows } from './lesson.ts';
import { expectPrinted, printed } from './printed.ts';

graded(
  '05.3',
  3,
  'receiver: sleeps until the rest of a line comes',
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
        expected: 'the 60 bytes behind the line to be still in the stream, and the end inside a line to be logged',
        saw: 'an orderly end',
        looksLike: 'took-too-much',
      },
    );
    await expectFewCalls(t);
  },
  { needs: [LINES] },
);

const LONG = 4900;
/** Four calls are enough: a peek shows 4,096 bytes. A call for each byte would be forty times this bound. */
const CALLS = 100;

/** Reading byte by byte takes only the line too, but costs a system call for each byte. */
async function expectFewCalls(t: TestContext): Promise<void> {
  const recording = t.record();
  const receiver = await t.start(RECEIVER, { args: ['--framing', 'lines', '--max', '5000'], env: recording.env });
  const client = await t.connect(receiver);
  const line = Buffer.alloc(LONG, 'x');
  await t.step(`froze another receiver; sent a line of ${LONG} bytes; thawed it`, () =>
    receiver.frozen(() => client.send(Buffer.concat([line, Buffer.from('\n')]))),
  );
  await expectPrinted(t, receiver, printed([line]), () => undefined);
  const calls = recording.lane(receiver.pid).filter((event) => isCall(event, 'recv')).length;
  t.expect(calls <= CALLS, {
    expected: 'a few calls of recv: a peek at the bytes, then the line',
    saw: `${calls} calls for ${LONG + 1} bytes`,
    looksLike: 'byte-by-byte',
  });
}

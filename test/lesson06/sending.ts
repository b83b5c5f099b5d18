import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { engineOf, trainOf } from '../support/trains.ts';
import { graded, SENDS, YARD } from './lesson.ts';

/** Lets the yard send `text` in cars of `car` bytes. Returns the bytes that came. */
async function departures(t: TestContext, text: Buffer, car: number, cap?: number): Promise<Buffer> {
  const yard = await t.start(YARD, {
    args: ['--send', '--car', String(car)],
    ...(cap === undefined ? {} : { faults: [{ calls: ['write', 'send'], cap }] }),
  });
  const peer = await t.connect(yard);
  yard.stdin?.end(text);
  await yard.exit();
  await yard.waitFor(
    'the end of the stream',
    () => {
      peer.pump();
      return peer.ending !== 'open';
    },
    { alive: false },
  );
  return peer.received;
}

graded('06.1', 8, SENDS, async (t: TestContext) => {
  const text = patternBytes(1234);
  const wire = await t.step('started yard.ts --send, gave it 1,234 bytes, read its stream to the end', () =>
    departures(t, text, 1000),
  );
  const expected = Buffer.concat([trainOf(text.subarray(0, 1000)), trainOf(text.subarray(1000)), trainOf('')]);
  t.expect(wire.equals(expected), () => {
    const first = wire.subarray(0, 4);
    const little = first.equals(Buffer.from(engineOf(1000)).reverse());
    const full = wire.length > expected.length && wire.length % 1004 === 0;
    return {
      expected: 'trains of 1,000, 234 and 0 bytes: 1,246 bytes, beginning 00 00 03 e8',
      saw: `${wire.length} bytes, beginning ${first.toString('hex').replaceAll(/(..)(?=.)/g, '$1 ')}`,
      looksLike: little ? 'little-endian' : full ? 'full-cars' : undefined,
    };
  });
});

graded(
  '06.1',
  6,
  'sends a whole train when write takes only a few bytes at a time',
  async (t: TestContext) => {
    const text = patternBytes(300);
    t.note('each write of this run takes at most 7 bytes');
    const wire = await t.step('sent 300 bytes in cars of 100', () => departures(t, text, 100, 7));
    const expected = Buffer.concat([0, 100, 200].map((at) => trainOf(text.subarray(at, at + 100))).concat(trainOf('')));
    t.expect(wire.equals(expected), {
      expected: `${expected.length} bytes: three trains of 100 bytes and an empty one`,
      saw: `${wire.length} bytes${wire.length === expected.length ? ', but not the same' : ''}`,
      looksLike: wire.length < expected.length ? 'short-write' : undefined,
    });
  },
  { needs: [SENDS] },
);

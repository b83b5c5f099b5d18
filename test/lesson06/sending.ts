import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit, type Exit } from '../../src/kit/situation.ts';
import type { Fault } from '../../src/sys/core/faults.ts';
import { WRITES } from '../support/calls.ts';
import { engineOf, trainOf } from '../support/trains.ts';
import { graded, SENDS, YARD } from './lesson.ts';

interface Departed {
  /** The bytes that came. */
  readonly wire: Buffer;
  readonly exit: Exit;
  readonly yard: ObservedProgram;
}

/** Lets the yard send `text` in cars of `car` bytes, and waits for its end. */
async function departures(t: TestContext, text: Buffer, car: number, faults: readonly Fault[] = []): Promise<Departed> {
  const yard = await t.start(YARD, { args: ['--send', '--car', String(car)], faults });
  const peer = await t.connect(yard);
  yard.stdin?.end(text);
  const exit = await yard.exit();
  await yard.waitFor(
    'the end of the stream',
    () => {
      peer.pump();
      return peer.ending !== 'open';
    },
    { alive: false },
  );
  return { wire: peer.received, exit, yard };
}

graded('06.1', 7, SENDS, async (t: TestContext) => {
  const text = patternBytes(1234);
  const { wire } = await t.step('started yard.ts --send, gave it 1,234 bytes, read its stream to the end', () =>
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

const inCars = (text: Buffer): Buffer =>
  Buffer.concat([0, 100, 200].map((at) => trainOf(text.subarray(at, at + 100))).concat(trainOf('')));

graded(
  '06.1',
  4,
  'sends a whole train when write takes only a few bytes at a time',
  async (t: TestContext) => {
    const text = patternBytes(300);
    t.note('each write of this run takes at most 7 bytes');
    const { wire } = await t.step('sent 300 bytes in cars of 100', () =>
      departures(t, text, 100, [{ calls: ['write', 'send'], cap: 7 }]),
    );
    const expected = inCars(text);
    t.expect(wire.equals(expected), {
      expected: `${expected.length} bytes: three trains of 100 bytes and an empty one`,
      saw: `${wire.length} bytes${wire.length === expected.length ? ', but not the same' : ''}`,
      looksLike: wire.length < expected.length ? 'short-write' : undefined,
    });
  },
  { needs: [SENDS] },
);

/** The calls that put bytes on the wire. */
const SENDING = [...WRITES, 'sendto'];

graded(
  '06.1',
  3,
  'sends on after EINTR, and gives a peer up that takes nothing',
  async (t: TestContext) => {
    const text = patternBytes(300);
    t.note('every third write of this run fails with EINTR');
    const { wire } = await t.step('sent 300 bytes in cars of 100', () =>
      departures(t, text, 100, [{ calls: SENDING, error: 'EINTR', every: 3 }]),
    );
    t.expect(wire.equals(inCars(text)), {
      expected: `${inCars(text).length} bytes: three trains of 100 bytes and an empty one`,
      saw: `${wire.length} bytes`,
      looksLike: 'interrupted',
    });
    t.note('the first write to the peer of another run returns null, as after the time-out');
    const late = await t.step('gave that yard 300 bytes', () =>
      departures(t, text, 100, [
        { calls: ['write'], error: 'EAGAIN', at: [2] }, // the first write is the line on standard output
        { calls: SENDING.filter((name) => name !== 'write'), error: 'EAGAIN', at: [1] },
      ]),
    );
    t.expect(late.exit.code === 1 && late.yard.deaths.length === 0, {
      expected: 'a TrainError: exit status 1, and a sentence on standard error',
      saw: `${late.wire.length} bytes, and it ${describeExit(late.exit)}`,
      looksLike: late.exit.code === 0 ? 'no-patience' : undefined,
    });
  },
  { needs: [SENDS] },
);

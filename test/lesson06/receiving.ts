import { crc32 } from 'node:zlib';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { READS } from '../support/calls.ts';
import { engineOf, trainOf } from '../support/trains.ts';
import { graded, RECEIVES, YARD } from './lesson.ts';

/** The output of the yard for these cars and the end of the stream. */
const printed = (cars: readonly Uint8Array[]): string =>
  [
    ...cars.map((car) => `train of ${car.length} bytes, CRC-32 ${crc32(car).toString(16).padStart(8, '0')}`),
    'end of the stream',
    '',
  ].join('\n');

const trainsSeen = (yard: ObservedProgram): string => yard.output.out.split('\n').slice(1).join('\n');

graded('06.2', 3, RECEIVES, async (t: TestContext) => {
  const cars = [patternBytes(1000), Buffer.alloc(0), patternBytes(1), patternBytes(999)];
  const yard = await t.start(YARD);
  const peer = await t.connect(yard);
  await t.step('sent trains of 1,000, 0, 1 and 999 bytes', () =>
    peer.send(Buffer.concat(cars.map((car) => trainOf(car)))),
  );
  peer.halfClose();
  const exit = await t.step('ended our direction; the yard exits', () =>
    yard.exit((seen) => (seen.kind === 'busy' ? 'eof-ignored' : undefined)),
  );
  t.expect(trainsSeen(yard) === printed(cars) && exit.code === 0, {
    expected: `"${printed(cars).trim().replaceAll('\n', ' | ')}" and exit status 0`,
    saw: `"${trainsSeen(yard).trim().replaceAll('\n', ' | ')}", and it ${describeExit(exit)}`,
  });
});

/** Of many pieces, one in eight also waits until the yard sleeps. */
const PIECES_A_REST = 8;

/** Sends the pieces, each when the yard has read the one before. */
async function inPieces(
  t: TestContext,
  cars: readonly Buffer[],
  cuts: readonly number[],
): Promise<{ seen: string; words: string }> {
  const stream = Buffer.concat(cars.map((car) => trainOf(car)));
  const yard = await t.start(YARD);
  const peer = await t.connect(yard);
  const ends = [...cuts.filter((cut) => cut < stream.length), stream.length];
  for (const [i, end] of ends.entries()) {
    await peer.send(stream.subarray(ends[i - 1] ?? 0, end));
    await yard.waitFor(
      'the yard to read the piece',
      () => (peer.serverRow?.rxQueue ?? 0) === 0 && (yard.exited !== null || peer.ending === 'open'),
      { alive: false },
    );
    if (ends.length < PIECES_A_REST || i % PIECES_A_REST === 0) await yard.quiet();
  }
  peer.halfClose();
  await yard.exit();
  return { seen: trainsSeen(yard), words: yard.log.join(' ') };
}

graded(
  '06.2',
  7,
  'receives trains however the stream is cut',
  async (t: TestContext) => {
    const seed = [patternBytes(1000), patternBytes(1000, 'text')];
    const story = await t.step('sent two trains of 1,000 bytes as 304, 300, 400 and 1,004 bytes', () =>
      inPieces(t, seed, [304, 604, 1004]),
    );
    t.expect(story.seen === printed(seed), {
      expected: `"${printed(seed).trim().replaceAll('\n', ' | ')}"`,
      saw: `"${story.seen.trim().replaceAll('\n', ' | ')}" ${story.words}`,
      looksLike: 'recv-once',
    });
    const second = await t.step(
      'sent the same two trains as 1,304 and 704 bytes: a whole train and a part of the next',
      () => inPieces(t, seed, [1304]),
    );
    t.expect(second.seen === printed(seed), {
      expected: `"${printed(seed).trim().replaceAll('\n', ' | ')}"`,
      saw: `"${second.seen.trim().replaceAll('\n', ' | ')}" ${second.words}`,
    });
    const short = [Buffer.from('hello'), Buffer.alloc(0), Buffer.from('world')];
    const length = short.reduce((sum, car) => sum + car.length + 4, 0);
    const byByte = await t.step('sent three trains, "hello", "" and "world", byte by byte', () =>
      inPieces(
        t,
        short,
        Array.from({ length }, (_, i) => i),
      ),
    );
    t.expect(byByte.seen === printed(short), {
      expected: `"${printed(short).trim().replaceAll('\n', ' | ')}"`,
      saw: `"${byByte.seen.trim().replaceAll('\n', ' | ')}" ${byByte.words}`,
      looksLike: 'engine-once',
    });
  },
  { needs: [RECEIVES] },
);

for (const [where, bytes, points] of [
  ['an engine', Buffer.concat([trainOf('hello'), engineOf(5).subarray(0, 2)]), 3],
  ['a car', Buffer.concat([trainOf('hello'), trainOf('and more').subarray(0, 7)]), 3],
] as const) {
  graded(
    '06.2',
    points,
    `reports a stream that ends inside ${where}`,
    async (t: TestContext) => {
      const yard = await t.start(YARD);
      const peer = await t.connect(yard);
      await peer.send(bytes);
      peer.halfClose();
      const exit = await t.step(`sent a train and a part of ${where}, then ended our direction; the yard exits`, () =>
        yard.exit((seen) => (seen.kind === 'busy' ? 'eof-ignored' : undefined)),
      );
      t.expect(exit.code === 1 && trainsSeen(yard) === printed([Buffer.from('hello')]).split('end')[0], {
        expected: 'the first train, then a sentence on standard error and exit status 1',
        saw: `"${trainsSeen(yard).trim().replaceAll('\n', ' | ')}", and it ${describeExit(exit)}`,
        looksLike: 'short-accepted',
      });
    },
    { needs: [RECEIVES] },
  );
}

graded(
  '06.2',
  2,
  'receives on after EINTR, and gives a peer up that says nothing',
  async (t: TestContext) => {
    const cars = [Buffer.from('hello'), Buffer.from('and more')];
    const yard = await t.start(YARD, { faults: [{ calls: READS, error: 'EINTR', at: [1, 3] }] });
    t.note('the first and the third recv of this run fail with EINTR');
    const peer = await t.connect(yard);
    for (const car of cars) {
      await peer.send(trainOf(car));
      await yard.waitFor('the yard to read the train', () => (peer.serverRow?.rxQueue ?? 0) === 0, { alive: false });
    }
    peer.halfClose();
    const exit = await t.step('sent two trains, and ended our direction; the yard exits', () => yard.exit());
    t.expect(trainsSeen(yard) === printed(cars) && exit.code === 0, {
      expected: 'both trains, and exit status 0',
      saw: `"${trainsSeen(yard).trim().replaceAll('\n', ' | ')}", and it ${describeExit(exit)}`,
      looksLike: 'interrupted',
    });
    const late = await t.start(YARD, { faults: [{ calls: READS, error: 'EAGAIN', at: [1] }] });
    t.note('the first recv of another run returns null, as after the time-out');
    await t.connect(late);
    const end = await t.step('connected, and sent nothing; the yard exits', () => late.exit(() => 'no-patience'));
    t.expect(end.code === 1 && late.deaths.length === 0, {
      expected: 'a TrainError: exit status 1, and a sentence on standard error',
      saw: `"${trainsSeen(late).trim().replaceAll('\n', ' | ')}", and it ${describeExit(end)}`,
      looksLike: end.code === 0 ? 'no-patience' : undefined,
    });
  },
  { needs: [RECEIVES] },
);

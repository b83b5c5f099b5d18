import { crc32 } from 'node:zlib';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { Bench } from '../../src/grading/test-context.ts';
import type { Server } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { engineOf, trainOf } from '../support/trains.ts';
import { graded, RECEIVES, YARD } from './lesson.ts';

/** What the yard prints of these cars, and of the end. */
const printed = (cars: readonly Uint8Array[]): string =>
  [
    ...cars.map((car) => `train of ${car.length} bytes, CRC-32 ${crc32(car).toString(16).padStart(8, '0')}`),
    'end of the stream',
    '',
  ].join('\n');

const trainsSeen = (yard: Server): string => yard.output.out.split('\n').slice(1).join('\n');

graded('06.2', 3, RECEIVES, async (bench: Bench) => {
  const cars = [patternBytes(1000), Buffer.alloc(0), patternBytes(1), patternBytes(999)];
  const yard = await bench.start(YARD);
  const peer = await bench.connect(yard);
  await bench.step('sent trains of 1,000, 0, 1 and 999 bytes', () =>
    peer.send(Buffer.concat(cars.map((car) => trainOf(car)))),
  );
  peer.halfClose();
  const exit = await bench.step('ended our direction; the yard exits', () =>
    yard.exit((seen) => (seen.kind === 'busy' ? 'L06-B02' : undefined)),
  );
  bench.expect(trainsSeen(yard) === printed(cars) && exit.code === 0, {
    expected: `"${printed(cars).trim().replaceAll('\n', ' | ')}" and exit status 0`,
    saw: `"${trainsSeen(yard).trim().replaceAll('\n', ' | ')}", and it ${describeExit(exit)}`,
  });
});

/** Each piece waits until the one before has been read; of many, one in so many until the yard sleeps, too. */
const PIECES_A_REST = 8;

/** Sends the pieces, each only when the yard has taken the one before. */
async function inPieces(
  bench: Bench,
  cars: readonly Buffer[],
  cuts: readonly number[],
): Promise<{ seen: string; words: string }> {
  const stream = Buffer.concat(cars.map((car) => trainOf(car)));
  const yard = await bench.start(YARD);
  const peer = await bench.connect(yard);
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
  9,
  'receives trains however the stream was cut',
  async (bench: Bench) => {
    const seed = [patternBytes(1000), patternBytes(1000, 'text')];
    const story = await bench.step('sent two trains of 1,000 bytes as 304, 300, 400 and 1,004 bytes', () =>
      inPieces(bench, seed, [304, 604, 1004]),
    );
    bench.expect(story.seen === printed(seed), {
      expected: `"${printed(seed).trim().replaceAll('\n', ' | ')}"`,
      saw: `"${story.seen.trim().replaceAll('\n', ' | ')}" ${story.words}`,
      looksLike: 'L06-B01',
    });
    const second = await bench.step(
      'sent the same two trains as 1,304 and 704 bytes: a whole train and a part of the next',
      () => inPieces(bench, seed, [1304]),
    );
    bench.expect(second.seen === printed(seed), {
      expected: `"${printed(seed).trim().replaceAll('\n', ' | ')}"`,
      saw: `"${second.seen.trim().replaceAll('\n', ' | ')}" ${second.words}`,
    });
    const short = [Buffer.from('hello'), Buffer.alloc(0), Buffer.from('world')];
    const length = short.reduce((sum, car) => sum + car.length + 4, 0);
    const byByte = await bench.step('sent three trains, "hello", "" and "world", byte by byte', () =>
      inPieces(
        bench,
        short,
        Array.from({ length }, (_, i) => i),
      ),
    );
    bench.expect(byByte.seen === printed(short), {
      expected: `"${printed(short).trim().replaceAll('\n', ' | ')}"`,
      saw: `"${byByte.seen.trim().replaceAll('\n', ' | ')}" ${byByte.words}`,
      looksLike: 'L06-B04',
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
    `says so when the stream ends inside ${where}`,
    async (bench: Bench) => {
      const yard = await bench.start(YARD);
      const peer = await bench.connect(yard);
      await peer.send(bytes);
      peer.halfClose();
      const exit = await bench.step(
        `sent a train and a part of ${where}, then ended our direction; the yard exits`,
        () => yard.exit((seen) => (seen.kind === 'busy' ? 'L06-B02' : undefined)),
      );
      bench.expect(exit.code === 1 && trainsSeen(yard) === printed([Buffer.from('hello')]).split('end')[0], {
        expected: 'the first train, then a sentence on standard error and exit status 1',
        saw: `"${trainsSeen(yard).trim().replaceAll('\n', ' | ')}", and it ${describeExit(exit)}`,
        looksLike: 'L06-B03',
      });
    },
    { needs: [RECEIVES] },
  );
}

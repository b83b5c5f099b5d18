import { closeSync } from 'node:fs';
import { close, O_CLOEXEC, pipe2 } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { inFolder } from '../support/train-answers.ts';
import { answerWith, engineOf, type Station, trainOf } from '../support/trains.ts';
import { expectKept, expectRefused, fetching, NAME, OLD } from './fetching.ts';
import { graded, KEEPS, RECEIVES, SENDS } from './lesson.ts';

graded(
  '06.4',
  6,
  KEEPS,
  (t: TestContext) =>
    inFolder(async (folder) => {
      const sent = patternBytes(150_321);
      const fetched = await fetching(t, folder, async (station) => station.push(answerWith(NAME, sent)), {
        old: OLD,
      });
      expectKept(t, fetched, sent);
    }),
  { needs: [SENDS, RECEIVES] },
);

graded(
  '06.4',
  4,
  'client: keeps an empty file, and one that comes in small pieces',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const empty = await fetching(t, folder, async (station) => station.push(answerWith(NAME, Buffer.alloc(0))));
      expectKept(t, empty, Buffer.alloc(0));
      const sent = patternBytes(500);
      const wire = answerWith(NAME, sent, { car: 77 });
      t.note('now the server sends its answer 31 bytes at a time');
      const pieces = Array.from({ length: Math.ceil(wire.length / 31) }, (_, i) => wire.subarray(31 * i, 31 * i + 31));
      expectKept(t, await fetching(t, folder, (station) => station.send(...pieces)), sent);
    }),
  { needs: [KEEPS] },
);

const bad: readonly [string, number, string, (sent: Buffer) => Buffer][] = [
  ['breaks off in the middle of a car', 3, 'short-accepted', (sent) => answerWith(NAME, sent).subarray(0, 2500)],
  [
    'breaks off between two cars',
    2,
    'short-accepted',
    (sent) => answerWith(NAME, sent).subarray(0, trainOf(NAME).length + 12 + 2 * 1004),
  ],
  [
    'is one byte shorter than announced',
    2,
    'size-unchecked',
    (sent) => answerWith(NAME, sent, { size: sent.length + 1 }),
  ],
  [
    'is one byte longer than announced',
    2,
    'size-unchecked',
    (sent) => answerWith(NAME, sent, { size: sent.length - 1 }),
  ],
  ['does not fit its checksum', 3, 'unverified', (sent) => answerWith(NAME, sent, { crc: engineOf(0x01020304) })],
];
for (const [what, points, passes, wire] of bad) {
  graded(
    '06.4',
    points,
    `client: keeps the old file when the new one ${what}`,
    (t: TestContext) =>
      inFolder(async (folder) => {
        const answer = async (station: Station): Promise<void> => {
          station.push(wire(patternBytes(5000)));
          station.end();
        };
        expectRefused(t, await fetching(t, folder, answer, { old: OLD }), passes);
      }),
    { needs: [KEEPS] },
  );
}

graded(
  '06.4',
  2,
  'client: finishes although its standard output is never read',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const sent = patternBytes(12_000_000);
      const [readEnd, writeEnd] = pipe2(O_CLOEXEC);
      t.note('standard output of the client is a pipe that is never read');
      try {
        const fetched = await fetching(t, folder, async (station) => station.push(answerWith(NAME, sent)), {
          stdout: writeEnd,
        });
        expectKept(t, fetched, sent);
      } finally {
        close(readEnd);
        closeSync(writeEnd);
      }
    }),
  { needs: [KEEPS] },
);

import { closeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { close, O_CLOEXEC, pipe2 } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { inFolder } from '../support/train-answers.ts';
import { answerWith, crcOf, engineOf, type Station, sizeOf, trainOf } from '../support/trains.ts';
import { expectKept, expectRefused, fetching, NAME, OLD } from './fetching.ts';
import { graded, KEEPS, RECEIVES, SENDS } from './lesson.ts';

graded(
  '06.4',
  4,
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
  2,
  'client: keeps an empty file, and one that comes in small pieces',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const empty = await fetching(t, folder, async (station) => station.push(answerWith(NAME, Buffer.alloc(0))));
      expectKept(t, empty, Buffer.alloc(0));
      const sent = patternBytes(463);
      const wire = answerWith(NAME, sent, { car: 77 }); // the last car has one byte
      t.note('now the server sends its answer 31 bytes at a time');
      const pieces = Array.from({ length: Math.ceil(wire.length / 31) }, (_, i) => wire.subarray(31 * i, 31 * i + 31));
      expectKept(t, await fetching(t, folder, (station) => station.send(...pieces)), sent);
    }),
  { needs: [KEEPS] },
);

/** Behind these bytes of an answer comes the first car. */
const HEAD = trainOf(NAME).length + trainOf(sizeOf(0)).length;

const bad: readonly [string, string, (sent: Buffer) => readonly Buffer[]][] = [
  ['breaks off in the middle of a car', 'short-accepted', (sent) => [answerWith(NAME, sent).subarray(0, 2500)]],
  [
    'breaks off between two cars',
    'short-accepted',
    (sent) => [answerWith(NAME, sent).subarray(0, HEAD + 2 * trainOf(Buffer.alloc(1000)).length)],
  ],
  [
    'is one byte shorter than announced',
    'size-unchecked',
    (sent) => [answerWith(NAME, sent, { size: sent.length + 1 })],
  ],
  [
    'is one byte longer than announced',
    'size-unchecked',
    (sent) => [answerWith(NAME, sent, { size: sent.length - 1 })],
  ],
  ['does not fit its checksum', 'unverified', (sent) => [answerWith(NAME, sent, { crc: engineOf(0x01020304) })]],
  [
    'has a size or a checksum with too many or too few bytes',
    'number-length',
    (sent) => {
      const [size, behind] = [sizeOf(sent.length), answerWith(NAME, sent).subarray(HEAD)];
      const sized = (bytes: Buffer): Buffer => Buffer.concat([trainOf(NAME), trainOf(bytes), behind]);
      const summed = (crc: Buffer): Buffer => answerWith(NAME, sent, { crc });
      return [
        sized(Buffer.concat([size, Buffer.alloc(1)])),
        summed(Buffer.concat([crcOf(sent), Buffer.alloc(1)])),
        sized(size.subarray(4)),
        summed(crcOf(sent).subarray(0, 2)),
      ];
    },
  ],
];
for (const [what, passes, wires] of bad) {
  graded(
    '06.4',
    2,
    `client: keeps the old file when the new one ${what}`,
    (t: TestContext) =>
      inFolder(async (folder) => {
        for (const wire of wires(patternBytes(5000))) {
          const answer = async (station: Station): Promise<void> => {
            station.push(wire);
            station.end();
          };
          expectRefused(t, await fetching(t, folder, answer, { old: OLD }), passes);
        }
      }),
    { needs: [KEEPS] },
  );
}

graded(
  '06.4',
  2,
  'client: passes the reason of a refusal on',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const reason = 'this song is out today';
      const answer = async (station: Station): Promise<void> =>
        station.push(Buffer.concat([trainOf(''), trainOf(reason)]));
      const fetched = await fetching(t, folder, answer, { old: OLD });
      expectRefused(t, fetched, 'reason-lost');
      t.expect(fetched.client.log.join('\n').includes(reason), {
        expected: `the server's reason on standard error: ${JSON.stringify(reason)}`,
        saw: fetched.client.log.join(' | '),
        looksLike: 'reason-lost',
      });
    }),
  { needs: [KEEPS] },
);

graded(
  '06.4',
  2,
  'client: writes into a new file, whatever a killed client has left',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const sent = patternBytes(5000);
      const wire = answerWith(NAME, sent);
      t.note('this client is killed with SIGKILL in the middle of the answer');
      const { client, others } = await fetching(
        t,
        folder,
        async (station, killed) => {
          await station.send(wire.subarray(0, 3000));
          await killed.quiet();
          killed.signal('SIGKILL');
        },
        { old: OLD },
      );
      t.note(`it left ${others.length === 0 ? 'no other file' : others.join(', ')}`);
      const next = await fetching(
        t,
        folder,
        async (station, { pid }) => {
          for (const name of others) {
            const stale = join(folder, name.replaceAll(String(client.pid), String(pid)));
            writeFileSync(stale, Buffer.alloc(2 * sent.length, '?'));
          }
          t.note(
            'before the answer to another client, such a file of 10,000 bytes is there, under the name of its pid',
          );
          station.push(wire);
        },
        { old: OLD },
      );
      const { contents, exit } = next;
      t.expect(exit.code === 0 ? contents?.equals(sent) === true : contents?.toString() === OLD, {
        expected: 'the new file, or the old one and an exit status that is not 0',
        saw: `${contents === null ? 'no file' : `${contents.length} bytes`}, and the client ${describeExit(exit)}`,
        looksLike: contents?.includes('??') === true ? 'stale-draft' : undefined,
      });
    }),
  { needs: [KEEPS] },
);

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

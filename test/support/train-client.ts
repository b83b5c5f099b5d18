import { closeSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { close, O_CLOEXEC, pipe2 } from '#sys';
import { describeExit, type Server } from '../../src/kit/server.ts';
import type { Bench } from './bench.ts';
import { blaming } from './echo.ts';
import type { GradedLesson } from './graded.ts';
import { patternBytes } from './patterns.ts';
import { targetFile } from './target.ts';
import { inFolder } from './train-answers.ts';
import { answerWith, engineOf, parseTrains, Station, sizeOf, trainOf } from './trains.ts';

const CLIENT = targetFile('06', 'client.ts');
const SENDS = 'puts a 4-byte length in network order before each car';
const RECEIVES = 'receives trains that arrive whole';
const KEEPS = 'client: keeps a file that has arrived whole';
const NAME = 'song.ogg';
const OLD = 'what stood there before';

interface Fetched {
  readonly client: Server;
  readonly exit: { code: number | null; signal: NodeJS.Signals | null };
  /** What stands under the name afterwards. */
  readonly contents: Buffer | null;
  readonly others: readonly string[];
}

interface Fetching {
  readonly old?: string;
  readonly stdout?: number;
}

/** Runs the client against a server of ours that answers as told. */
async function fetching(
  bench: Bench,
  folder: string,
  answer: (station: Station) => Promise<void>,
  { old, stdout }: Fetching = {},
): Promise<Fetched> {
  if (old !== undefined) writeFileSync(join(folder, NAME), old);
  const station = await Station.open();
  try {
    const client = await bench.watch(CLIENT, {
      args: ['--port', String(station.port), '--get', NAME, '--into', folder],
      ...(stdout === undefined ? {} : { stdio: ['pipe', stdout, 'pipe'] }),
    });
    await bench.step(`started  client.ts --get ${NAME}, for a server of ours; it sent its request`, () =>
      client.waitFor('a train with the name', () => parseTrains(station.received).cars.length > 0),
    );
    bench.expect(station.received.equals(trainOf(NAME)), {
      expected: `one train with the name: ${trainOf(NAME).toString('hex')}`,
      saw: station.received.toString('hex'),
    });
    await answer(station);
    const exit = await bench.step('answered; the client exits', () =>
      client.exit((seen) => (stdout !== undefined ? 'L06-B17' : seen.kind === 'busy' ? 'L06-B02' : undefined)),
    );
    const path = join(folder, NAME);
    return {
      client,
      exit,
      contents: existsSync(path) ? readFileSync(path) : null,
      others: readdirSync(folder).filter((name) => name !== NAME),
    };
  } finally {
    station.close();
  }
}

/** The client has what was sent, under the name, and nothing else. */
function expectKept(bench: Bench, { exit, contents, others }: Fetched, sent: Buffer): void {
  bench.expect(contents?.equals(sent) === true && exit.code === 0, {
    expected: `the ${sent.length} bytes under the name, and exit status 0`,
    saw: `${contents === null ? 'no file' : `${contents.length} bytes${contents.length === sent.length ? ', but not the same' : ''}`}, and the client ${describeExit(exit)}`,
    looksLike:
      contents !== null && !contents.equals(sent) && contents.includes(Buffer.from('\ufffd')) ? 'L06-B07' : undefined,
  });
  bench.expect(others.length === 0, {
    expected: 'no other file in the folder',
    saw: others.join(', '),
    looksLike: 'L06-B21',
  });
}

/** The client says what is wrong, the old file stands as it was, and nothing was left behind. */
function expectRefused(bench: Bench, { client, exit, contents, others }: Fetched, passes: string): void {
  bench.expect(exit.code === 1 && client.log.length > 0, {
    expected: 'a sentence on standard error and exit status 1',
    saw: `the client ${describeExit(exit)}`,
    looksLike: exit.code === 0 ? passes : undefined,
  });
  bench.expect(contents?.toString() === OLD, {
    expected: 'the old file, as it was',
    saw: contents === null ? 'no file at all' : `${contents.length} other bytes under its name`,
    looksLike: 'L06-B18',
  });
  bench.expect(others.length === 0, {
    expected: 'nothing left of the new one',
    saw: others.join(', '),
    looksLike: 'L06-B21',
  });
}

/** The graded tests of lesson 06's client. */
export function clientTests(lesson: GradedLesson): void {
  const graded = lesson.graded.bind(lesson);

  graded(
    '06.4',
    6,
    KEEPS,
    (bench: Bench) =>
      inFolder(async (folder) => {
        const sent = patternBytes(150_321);
        const fetched = await fetching(bench, folder, async (station) => station.push(answerWith(NAME, sent)), {
          old: OLD,
        });
        expectKept(bench, fetched, sent);
      }),
    { needs: [SENDS, RECEIVES] },
  );

  graded(
    '06.4',
    4,
    'client: keeps an empty file, and one that comes in small pieces',
    (bench: Bench) =>
      inFolder(async (folder) => {
        const empty = await fetching(bench, folder, async (station) => station.push(answerWith(NAME, Buffer.alloc(0))));
        expectKept(bench, empty, Buffer.alloc(0));
        const sent = patternBytes(500);
        const wire = answerWith(NAME, sent, { car: 77 });
        bench.note('now the answer comes 31 bytes at a time');
        const pieces = Array.from({ length: Math.ceil(wire.length / 31) }, (_, i) =>
          wire.subarray(31 * i, 31 * i + 31),
        );
        expectKept(bench, await fetching(bench, folder, (station) => station.send(...pieces)), sent);
      }),
    { needs: [KEEPS] },
  );

  const bad: readonly [string, number, string, (sent: Buffer) => Buffer][] = [
    ['breaks off in the middle of a car', 3, 'L06-B03', (sent) => answerWith(NAME, sent).subarray(0, 2500)],
    [
      'breaks off between two cars',
      2,
      'L06-B03',
      (sent) => answerWith(NAME, sent).subarray(0, trainOf(NAME).length + 12 + 2 * 1004),
    ],
    ['is one byte shorter than announced', 2, 'L06-B20', (sent) => answerWith(NAME, sent, { size: sent.length + 1 })],
    ['is one byte longer than announced', 2, 'L06-B20', (sent) => answerWith(NAME, sent, { size: sent.length - 1 })],
    ['does not fit its checksum', 3, 'L06-B19', (sent) => answerWith(NAME, sent, { crc: engineOf(0x01020304) })],
  ];
  for (const [what, points, passes, wire] of bad) {
    graded(
      '06.4',
      points,
      `client: keeps the old file when the new one ${what}`,
      (bench: Bench) =>
        inFolder(async (folder) => {
          const answer = async (station: Station): Promise<void> => {
            station.push(wire(patternBytes(5000)));
            station.end();
          };
          expectRefused(bench, await fetching(bench, folder, answer, { old: OLD }), passes);
        }),
      { needs: [KEEPS] },
    );
  }

  graded(
    '06.4',
    2,
    'client: does not wait for anybody to read its standard output',
    (bench: Bench) =>
      inFolder(async (folder) => {
        const sent = patternBytes(12_000_000);
        const [readEnd, writeEnd] = pipe2(O_CLOEXEC);
        bench.note('its standard output is a pipe that nobody reads');
        try {
          const fetched = await fetching(bench, folder, async (station) => station.push(answerWith(NAME, sent)), {
            stdout: writeEnd,
          });
          expectKept(bench, fetched, sent);
        } finally {
          close(readEnd);
          closeSync(writeEnd);
        }
      }),
    { needs: [KEEPS] },
  );

  graded(
    '06.6',
    2,
    'client: takes no other name than the one it asked for',
    (bench: Bench) =>
      inFolder(async (folder) => {
        for (const name of ['.bashrc', '../song.ogg', join(folder, 'elsewhere')]) {
          const answer = async (station: Station): Promise<void> =>
            station.push(answerWith(NAME, Buffer.from('new'), { name }));
          bench.note(
            `the server answers with the name ${JSON.stringify(name.startsWith('/') ? '/…/elsewhere' : name)}`,
          );
          expectRefused(
            bench,
            await blaming('L06-B08', () => fetching(bench, folder, answer, { old: OLD })),
            'L06-B08',
          );
        }
      }),
    { needs: [KEEPS] },
  );

  graded(
    '06.6',
    2,
    'client: hangs up on an engine that announces more than a car holds',
    (bench: Bench) =>
      inFolder(async (folder) => {
        for (const length of [1001, 0xffffffff]) {
          const answer = async (station: Station): Promise<void> =>
            station.push(Buffer.concat([trainOf(NAME), trainOf(sizeOf(5000)), engineOf(length)]));
          bench.note(`the server announces a car of ${length} bytes, and sends nothing more`);
          expectRefused(
            bench,
            await blaming('L06-B13', () => fetching(bench, folder, answer, { old: OLD })),
            'L06-B13',
          );
        }
      }),
    { needs: [KEEPS] },
  );
}

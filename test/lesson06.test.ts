import { appendFileSync, chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { crc32 } from 'node:zlib';
import { mkfifo } from '#sys';
import { descriptors, processInfo, zombieStatus } from '../src/kit/proc.ts';
import { describeExit, type Server } from '../src/kit/server.ts';
import type { Bench } from './support/bench.ts';
import { blaming } from './support/echo.ts';
import { gradedLesson } from './support/graded.ts';
import { patternBytes } from './support/patterns.ts';
import { targetFile } from './support/target.ts';
import { answerIn, ask, expectFile, expectSize, inFolder } from './support/train-answers.ts';
import { engineOf, parseTrains, trainOf } from './support/trains.ts';

const YARD = targetFile('06', 'yard.ts');
const SERVER = targetFile('06', 'server.ts');

const lesson = gradedLesson(import.meta.url);
const graded = lesson.graded.bind(lesson);

const SENDS = 'puts a 4-byte length in network order before each car';
const RECEIVES = 'receives trains that arrive whole';
const SERVES = 'sends files of every size exactly';

/** The yard sends `text` in cars of so many bytes; returns what came. */
async function departures(bench: Bench, text: Buffer, car: number, cap?: number): Promise<Buffer> {
  const yard = await bench.start(YARD, {
    args: ['--send', '--car', String(car)],
    ...(cap === undefined ? {} : { faults: [{ calls: ['write', 'send'], cap }] }),
  });
  const peer = await bench.connect(yard);
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

graded('06.1', 8, SENDS, async (bench: Bench) => {
  const text = patternBytes(1234);
  const wire = await bench.step('started yard.ts --send, gave it 1,234 bytes, read what it sent to the end', () =>
    departures(bench, text, 1000),
  );
  const expected = Buffer.concat([trainOf(text.subarray(0, 1000)), trainOf(text.subarray(1000)), trainOf('')]);
  bench.expect(wire.equals(expected), () => {
    const first = wire.subarray(0, 4);
    const little = first.equals(Buffer.from(engineOf(1000)).reverse());
    const full = wire.length > expected.length && wire.length % 1004 === 0;
    return {
      expected: 'trains of 1,000, 234 and 0 bytes: 1,246 bytes, beginning 00 00 03 e8',
      saw: `${wire.length} bytes, beginning ${first.toString('hex').replaceAll(/(..)(?=.)/g, '$1 ')}`,
      looksLike: little ? 'L06-B16' : full ? 'L06-B05' : undefined,
    };
  });
});

graded(
  '06.1',
  6,
  'sends all of a train though the kernel takes a few bytes a call',
  async (bench: Bench) => {
    const text = patternBytes(300);
    bench.note('each write of this run takes at most 7 bytes');
    const wire = await bench.step('sent 300 bytes in cars of 100', () => departures(bench, text, 100, 7));
    const expected = Buffer.concat([0, 100, 200].map((at) => trainOf(text.subarray(at, at + 100))).concat(trainOf('')));
    bench.expect(wire.equals(expected), {
      expected: `${expected.length} bytes: three trains of 100 bytes and an empty one`,
      saw: `${wire.length} bytes${wire.length === expected.length ? ', but not the same' : ''}`,
      looksLike: wire.length < expected.length ? 'L06-B11' : undefined,
    });
  },
  { needs: [SENDS] },
);

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
    await yard.quiet();
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

const SIZES = [0, 1, 999, 1000, 1001, 2000, 64_000, 1_000_007];

graded(
  '06.3',
  6,
  SERVES,
  (bench: Bench) =>
    inFolder(async (folder) => {
      for (const size of SIZES) writeFileSync(join(folder, `${size}.bin`), patternBytes(size));
      const server = await bench.start(SERVER, { args: ['--dir', folder] });
      const peer = await bench.connect(server);
      for (const size of SIZES) {
        const answer = await bench.step(`asked for a file of ${size} bytes, on the same connection`, () =>
          ask(peer, `${size}.bin`),
        );
        bench.expect(peer.ending === 'open' || answer.complete, {
          expected: 'an answer to each request, until we end our direction',
          saw: 'the server ended the connection',
          looksLike: size !== SIZES[0] ? 'L06-B23' : undefined,
        });
        expectFile(answer, `${size}.bin`, patternBytes(size));
      }
      peer.halfClose();
      await bench.step('ended our direction, and read the end of the stream', () => peer.expectEnd('eof'));
    }),
  { needs: [SENDS, RECEIVES] },
);

graded(
  '06.3',
  3,
  'sends bytes, not text',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const contents = Buffer.concat([
        Buffer.alloc(10),
        Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
        Buffer.from('\r\n\0'),
      ]);
      writeFileSync(join(folder, 'зайка 兔.bin'), contents);
      const server = await bench.start(SERVER, { args: ['--dir', folder] });
      const peer = await bench.connect(server);
      const answer = await bench.step(
        'asked for a file with all 256 byte values, under a name with letters of two alphabets',
        () => ask(peer, 'зайка 兔.bin'),
      );
      expectFile(answer, 'зайка 兔.bin', contents);
    }),
  { needs: [SERVES] },
);

graded(
  '06.3',
  3,
  'announces more than 4 GiB exactly',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const size = 2 ** 32 + 5;
      writeFileSync(join(folder, 'sparse'), '');
      truncateSync(join(folder, 'sparse'), size);
      const server = await bench.start(SERVER, { args: ['--dir', folder] });
      const peer = await bench.connect(server, { receiveBuffer: 4096 });
      await peer.send(trainOf('sparse'));
      await bench.step(`asked for a sparse file of ${size} bytes; read the first two trains`, () =>
        blaming('L06-B12', () =>
          server.waitFor('two trains', () => {
            peer.pump(4096);
            return parseTrains(peer.received).cars.length >= 2 || peer.ending !== 'open';
          }),
        ),
      );
      expectSize({ ...parseTrains(peer.received), complete: false, refusal: null }, size);
      peer.reset();
    }),
  { needs: [SERVES] },
);

graded(
  '06.3',
  5,
  'refuses what it cannot open, and goes on',
  (bench: Bench) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'good'), 'still here');
      writeFileSync(join(folder, 'secret'), 'x');
      chmodSync(join(folder, 'secret'), 0);
      mkdirSync(join(folder, 'folder'));
      mkfifo(join(folder, 'fifo'), 0o600);
      const server = await bench.start(SERVER, { args: ['--dir', folder] });
      const peer = await bench.connect(server);
      const names = ['nowhere', 'folder', 'fifo', ...(getuid?.() === 0 ? [] : ['secret'])];
      for (const name of names) {
        const answer = await bench.step(`asked for "${name}"`, () => blaming('L06-B14', () => ask(peer, name)));
        bench.expect(answer.refusal !== null && answer.refusal !== '', {
          expected: 'an empty name, and a train with the reason',
          saw:
            peer.ending === 'open'
              ? `trains of ${answer.cars.map((car) => car.length).join(', ')} bytes`
              : 'the end of the connection',
          looksLike: peer.ending === 'open' ? undefined : 'L06-B14',
        });
      }
      const answer = await bench.step('asked for a file that is there, on the same connection', () =>
        ask(peer, 'good'),
      );
      expectFile(answer, 'good', Buffer.from('still here'));
    }),
  { needs: [SERVES] },
);

graded(
  '06.3',
  3,
  'sends what it announced, though the file changes meanwhile',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const size = 8_000_000;
      for (const change of ['longer', 'shorter'] as const) {
        const path = join(folder, change);
        writeFileSync(path, patternBytes(size));
        const server = await bench.start(SERVER, { args: ['--dir', folder] });
        const peer = await bench.connect(server, { receiveBuffer: 4096 });
        await peer.send(trainOf(change));
        await server.waitFor('the announced size', () => {
          peer.pump(100);
          return parseTrains(peer.received).cars.length >= 2;
        });
        await server.quiet();
        if (change === 'longer') appendFileSync(path, 'more, later');
        else truncateSync(path, 7_000_000);
        await bench.step(`asked for ${size} bytes; the file became ${change} while the client did not read`, () =>
          server.waitFor(
            'the whole answer, or the end of the connection',
            () => {
              peer.pump();
              return answerIn(peer.received).complete || peer.ending !== 'open';
            },
            { diagnose: (seen) => (seen.kind === 'busy' ? 'L06-B24' : undefined) },
          ),
        );
        const answer = answerIn(peer.received);
        if (change === 'longer') await blaming('L06-B24', async () => expectFile(answer, change, patternBytes(size)));
        else
          bench.expect(!answer.complete, {
            expected: 'the end of the connection: the client must not take 7,000,000 bytes for 8,000,000',
            saw: 'an answer that looks complete',
            looksLike: 'L06-B24',
          });
        peer.close();
      }
    }),
  { needs: [SERVES] },
);

graded(
  '06.3',
  4,
  'closes each file when it has been sent',
  (bench: Bench) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'a'), patternBytes(5000));
      const server = await bench.start(SERVER, { args: ['--dir', folder] });
      const peer = await bench.connect(server);
      await bench.step('asked for the same file 20 times, on one connection', async () => {
        for (let i = 0; i < 20; i++) await ask(peer, 'a');
      });
      await server.quiet();
      const open = server
        .processes()
        .flatMap(({ pid }) => descriptors(pid).filter(({ target }) => target.startsWith(folder)));
      bench.expect(open.length === 0, {
        expected: 'no open file while the server waits for the next request',
        saw: `${open.length}`,
        kernel: open.slice(0, 3).map(({ fd, target }) => `fd ${fd} -> ${target}`),
        looksLike: 'L06-B15',
      });
    }),
  { needs: [SERVES] },
);

await import('./support/train-client.ts').then(({ clientTests }) => clientTests(lesson));

/** A client that has asked for a big file and reads nothing; its child sleeps in write. */
async function stalled(
  bench: Bench,
  server: Server,
): Promise<{ peer: Awaited<ReturnType<Bench['connect']>>; child: number }> {
  const peer = await bench.connect(server, { receiveBuffer: 4096 });
  await peer.send(trainOf('big'));
  await server.waitFor(
    'the child to fill all queues',
    () => server.children().length > 0 && (peer.row?.rxQueue ?? 0) > 0,
  );
  await server.quiet();
  return { peer, child: server.children().at(-1)?.pid ?? 0 };
}

/** The child has ended by itself, the parent lives, and the next client gets its file. */
async function survived(
  bench: Bench,
  server: Server,
  folder: string,
  child: number,
  act: () => Promise<void>,
): Promise<void> {
  const status = await server.frozen(async () => {
    await act();
    await bench.step('the child ends', () =>
      server.waitFor('the child to end', () => (processInfo(child)?.state ?? 'Z') === 'Z'),
    );
    return zombieStatus(child);
  });
  bench.expect(status === null || status === 'status 1', {
    expected: 'the child to exit with status 1',
    saw: `it ended with ${status}${status === 'signal 13' ? ' (SIGPIPE)' : ''}`,
    looksLike: status === 'signal 13' ? 'L06-B10' : undefined,
  });
  bench.expect(!server.log.some((line) => /died of/.test(line)), {
    expected: 'the child to deal with the error and log it',
    saw: `an error that nobody caught: ${server.log.find((line) => /died of/.test(line))}`,
    looksLike: 'L06-B22',
  });
  const next = await bench.connect(server);
  const answer = await bench.step('another client asks for a file', () => ask(next, 'small'));
  expectFile(answer, 'small', patternBytes(3000));
  void folder;
}

for (const [title, how] of [
  ['survives a client that resets in the middle of a file', 'reset'],
  ['survives a client that closes in the middle of a file', 'close'],
] as const) {
  graded(
    '06.5',
    4,
    title,
    (bench: Bench) =>
      inFolder(async (folder) => {
        writeFileSync(join(folder, 'big'), '');
        truncateSync(join(folder, 'big'), 50_000_000);
        writeFileSync(join(folder, 'small'), patternBytes(3000));
        const server = await bench.start(SERVER, { args: ['--dir', folder] });
        const { peer, child } = await bench.step('a client asked for 50 MB and read nothing', () =>
          stalled(bench, server),
        );
        await survived(bench, server, folder, child, async () => {
          if (how === 'reset') {
            peer.reset();
            bench.note('it reset the connection');
            return;
          }
          process.kill(child, 'SIGSTOP');
          await server.waitFor('the child to stop', () => processInfo(child)?.state === 'T');
          await server.waitFor('empty queues', () => {
            peer.pump();
            return peer.serverRow?.txQueue === 0 && peer.row?.rxQueue === 0;
          });
          peer.close();
          process.kill(child, 'SIGCONT');
          bench.note('froze the child; the client read all that was under way, and closed; thawed the child');
        });
      }),
    { needs: [SERVES] },
  );
}

lesson.cleanliness('06.5', 2, [SERVES, 'survives a client that resets in the middle of a file'], () => undefined);

graded(
  '06.6',
  3,
  'hangs up on an engine that announces more than a car holds',
  (bench: Bench) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'good'), 'still here');
      const server = await bench.start(SERVER, { args: ['--dir', folder] });
      for (const length of [1001, 0x7fffffff, 0xffffffff]) {
        const peer = await bench.connect(server);
        await peer.send(engineOf(length));
        await bench.step(`sent an engine that announces ${length} bytes; the server ends the connection`, () =>
          peer.expectEnd('any', () => 'L06-B13'),
        );
      }
      const next = await bench.connect(server);
      expectFile(
        await bench.step('another client asks for a file', () => ask(next, 'good')),
        'good',
        Buffer.from('still here'),
      );
    }),
  { needs: [SERVES] },
);

graded(
  '06.6',
  3,
  'gives away files of its folder only',
  (bench: Bench) =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'public', 'sub'), { recursive: true });
      writeFileSync(join(folder, 'secret'), 'not yours');
      writeFileSync(join(folder, 'public', 'sub', 'x'), 'not yours');
      const server = await bench.start(SERVER, { args: ['--dir', join(folder, 'public')] });
      const peer = await bench.connect(server);
      for (const name of [
        '../secret',
        join(folder, 'secret'),
        '/etc/hostname',
        'sub/x',
        '.',
        '..',
        '',
        'a\0b',
        'n'.repeat(300),
      ]) {
        const answer = await bench.step(
          `asked for ${JSON.stringify(name.length > 60 ? `${name.slice(0, 8)}… (${name.length} bytes)` : name)}`,
          () => ask(peer, name),
        );
        bench.expect(answer.refusal !== null, {
          expected: 'a refusal',
          saw: answer.cars.length === 0 ? 'the end of the connection' : `${answer.cars.length} trains of an answer`,
          looksLike: answer.cars.length === 0 ? undefined : 'L06-B09',
        });
      }
    }),
  { needs: [SERVES] },
);

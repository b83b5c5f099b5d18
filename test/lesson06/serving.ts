import { appendFileSync, chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { mkfifo } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import { blaming } from '../support/echo.ts';
import { answerIn, ask, expectFile, expectSize, inFolder } from '../support/train-answers.ts';
import { parseTrains, trainOf } from '../support/trains.ts';
import { graded, RECEIVES, SENDS, SERVER, SERVES } from './lesson.ts';

const SIZES = [0, 1, 999, 1000, 1001, 2000, 64_000, 1_000_007];

graded(
  '06.3',
  6,
  SERVES,
  (t: TestContext) =>
    inFolder(async (folder) => {
      for (const size of SIZES) writeFileSync(join(folder, `${size}.bin`), patternBytes(size));
      const server = await t.start(SERVER, { args: ['--dir', folder] });
      const peer = await t.connect(server);
      for (const size of SIZES) {
        const answer = await t.step(`asked for a file of ${size} bytes, on the same connection`, () =>
          ask(peer, `${size}.bin`),
        );
        t.expect(peer.ending === 'open' || answer.complete, {
          expected: 'an answer to each request, until we end our direction',
          saw: 'the server ended the connection',
          looksLike: size !== SIZES[0] ? 'one-request' : undefined,
        });
        expectFile(answer, `${size}.bin`, patternBytes(size));
      }
      peer.halfClose();
      const dies = (): string | undefined => (server.deaths.length > 0 ? 'dies-at-the-end' : undefined);
      await blaming(dies, async () => {
        await t.step('ended our direction, and got the end of the stream', () => peer.expectEnd('eof'));
        await server.waitFor('the child to end', () => server.children().length === 0);
        await server.output.caughtUp();
      });
      const [death] = server.deaths;
      t.expect(death === undefined, {
        expected: 'the child to end in good order',
        saw: `it died of ${death?.error}: ${death?.message}`,
        looksLike: dies(),
      });
    }),
  { needs: [SENDS, RECEIVES] },
);

graded(
  '06.3',
  3,
  'sends bytes, not text',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const contents = Buffer.concat([
        Buffer.alloc(10),
        Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
        Buffer.from('\r\n\0'),
      ]);
      writeFileSync(join(folder, 'зайка 兔.bin'), contents);
      const server = await t.start(SERVER, { args: ['--dir', folder] });
      const peer = await t.connect(server);
      const answer = await t.step('asked for a file with all 256 byte values, under a name in two scripts', () =>
        ask(peer, 'зайка 兔.bin'),
      );
      expectFile(answer, 'зайка 兔.bin', contents);
    }),
  { needs: [SERVES] },
);

graded(
  '06.3',
  3,
  'announces the exact size of a file over 4 GiB',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const size = 2 ** 32 + 5;
      writeFileSync(join(folder, 'sparse'), '');
      truncateSync(join(folder, 'sparse'), size);
      const server = await t.start(SERVER, { args: ['--dir', folder] });
      const peer = await t.connect(server, { receiveBuffer: 4096 });
      await peer.send(trainOf('sparse'));
      await t.step(`asked for a sparse file of ${size} bytes; read the first two trains`, () =>
        blaming('size-32', () =>
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
  'refuses a file that it cannot open, and serves the next request',
  (t: TestContext) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'good'), 'still here');
      writeFileSync(join(folder, 'secret'), 'x');
      chmodSync(join(folder, 'secret'), 0);
      mkdirSync(join(folder, 'folder'));
      mkfifo(join(folder, 'fifo'), 0o600);
      const server = await t.start(SERVER, { args: ['--dir', folder] });
      const peer = await t.connect(server);
      const names = ['nowhere', 'folder', 'fifo', ...(getuid?.() === 0 ? [] : ['secret'])];
      for (const name of names) {
        const answer = await t.step(`asked for "${name}"`, () => blaming('fatal-missing', () => ask(peer, name)));
        t.expect(answer.refusal !== null && answer.refusal !== '', {
          expected: 'a refusal: an empty name, and a train with the reason',
          saw:
            peer.ending === 'open'
              ? `trains of ${answer.cars.map((car) => car.length).join(', ')} bytes`
              : 'the end of the connection',
          looksLike: peer.ending === 'open' ? undefined : 'fatal-missing',
        });
      }
      const answer = await t.step('asked for a file that exists, on the same connection', () => ask(peer, 'good'));
      expectFile(answer, 'good', Buffer.from('still here'));
      const made = await t.start(SERVER, { args: ['--dir', '/proc/self'] });
      const other = await t.connect(made);
      const status = await t.step('asked a server of /proc/self for "status", a file of unknown size', () =>
        ask(other, 'status'),
      );
      t.expect(status.refusal !== null, {
        expected: 'a refusal: fstat gives the size 0, and read gives bytes',
        saw: `an answer with ${status.cars.length} trains`,
        looksLike: 'size-unknown',
      });
    }),
  { needs: [SERVES] },
);

graded(
  '06.3',
  3,
  'completes an answer only with the announced bytes when the file changes',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const size = 8_000_000;
      const contents = patternBytes(size);
      for (const change of ['longer', 'shorter'] as const) {
        const path = join(folder, change);
        writeFileSync(path, contents);
        const server = await t.start(SERVER, { args: ['--dir', folder] });
        const peer = await t.connect(server, { receiveBuffer: 4096 });
        await peer.send(trainOf(change));
        await server.waitFor('the announced size', () => {
          peer.pump(100);
          return parseTrains(peer.received).cars.length >= 2;
        });
        await server.quiet();
        if (change === 'longer') appendFileSync(path, 'more, later');
        else truncateSync(path, 7_000_000);
        await t.step(`asked for ${size} bytes; the file became ${change} while the client did not read`, () =>
          server.waitFor(
            'the whole answer, or the end of the connection',
            () => {
              peer.pump();
              return peer.ending !== 'open' || (peer.arrived >= size && answerIn(peer.received).complete);
            },
            { diagnose: (seen) => (seen.kind === 'busy' ? 'to-the-end' : undefined) },
          ),
        );
        const answer = answerIn(peer.received);
        if (change === 'longer') await blaming('to-the-end', async () => expectFile(answer, change, contents));
        else
          t.expect(!answer.complete, {
            expected: 'the end of the connection: the client must not take 7,000,000 bytes for 8,000,000',
            saw: 'an answer that looks complete',
            looksLike: 'to-the-end',
          });
        peer.close();
      }
    }),
  { needs: [SERVES] },
);

graded(
  '06.3',
  4,
  'closes each file after sending it',
  (t: TestContext) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'a'), patternBytes(5000));
      const server = await t.start(SERVER, { args: ['--dir', folder] });
      const peer = await t.connect(server);
      await t.step('asked for the same file 10 times, on one connection', async () => {
        for (let i = 0; i < 10; i++) await ask(peer, 'a');
      });
      await server.quiet();
      const open = server
        .processes()
        .flatMap(({ pid }) => descriptors(pid).filter(({ target }) => target.startsWith(folder)));
      t.expect(open.length === 0, {
        expected: 'no open file while the server waits for the next request',
        saw: `${open.length}`,
        kernel: open.slice(0, 3).map(({ fd, target }) => `fd ${fd} -> ${target}`),
        looksLike: 'leak',
      });
    }),
  { needs: [SERVES] },
);

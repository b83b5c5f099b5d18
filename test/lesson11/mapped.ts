import { readFileSync } from 'node:fs';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { inFolder } from '../support/train-answers.ts';
import { type AnswerSeen, bigBytes, fetchFile, put, serve, stalled, uniqueBytes } from './asking.ts';
import { read, SIZE, written } from './calls.ts';
import { graded, sends } from './lesson.ts';
import { emptyFile, everySize, lateReader, shortCounts, shrinks } from './sending.ts';

const needs = [sends('mmap')];

/** No multiple of a page: a server that stalls does so inside a window. */
const INSIDE = [{ calls: ['send', 'write'], cap: 100_003 }];

const lost = ({ body, contents, situation }: AnswerSeen): string | undefined =>
  situation?.kind === 'stuck' || !body.equals(contents.subarray(0, body.length)) ? 'short-view' : undefined;

graded('11.2', 3, sends('mmap'), (t: TestContext) => everySize(t, 'mmap', { blame: windows }), {
  needs: [sends('copy')],
});

/** The first window came right, and then nothing, or the same again. */
const windows = ({ body, contents }: AnswerSeen): string | undefined =>
  body.length >= 1 << 20 && body.subarray(0, 1 << 20).equals(contents.subarray(0, 1 << 20)) ? 'one-window' : undefined;

graded('11.2', 2, 'mmap: sends an empty file', (t: TestContext) => emptyFile(t, 'mmap', 'empty-map'), { needs });

graded(
  '11.2',
  2,
  'mmap: loses no byte when send takes only a part',
  (t: TestContext) =>
    shortCounts(
      t,
      'mmap',
      [
        { calls: ['send'], cap: 3000 },
        { calls: ['send'], error: 'EAGAIN', every: 5 },
      ],
      lost,
    ),
  { needs },
);

graded(
  '11.2',
  2,
  'mmap: loses no byte of a client that reads late',
  (t: TestContext) => lateReader(t, 'mmap', { lost }),
  {
    needs,
  },
);

graded(
  '11.2',
  3,
  'mmap: ends the connection when the file shrinks, and lives',
  (t: TestContext) => shrinks(t, 'mmap', { dies: 'touches-map' }, INSIDE),
  { needs },
);

/** The lines of /proc/PID/maps for files of this folder. */
const mappings = ({ pid }: ObservedProgram, folder: string): string[] =>
  readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .filter((line) => line.includes(folder));

graded(
  '11.2',
  2,
  'mmap: sends out of a mapping, and leaves none behind',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const contents = uniqueBytes(SIZE);
      put(folder, 'file', contents);
      put(folder, 'big', bigBytes());
      const recording = t.record();
      const server = await serve(t, folder, 'mmap', {
        env: recording.env,
        faults: INSIDE,
      });
      const peer = await t.connect(server);
      await t.step(`a client got a file of ${SIZE} bytes; the system calls were recorded`, () =>
        fetchFile(peer, 'file', contents),
      );
      await server.quiet(); // the record of a call is written when it has returned
      const calls = recording.lane(server.pid).filter(({ kind }) => kind === 'call');
      t.expect(read(calls) < SIZE && written(calls) >= SIZE, {
        expected: `${SIZE} bytes sent out of a mapping, and none read into other memory`,
        saw: `${read(calls)} bytes read, ${written(calls)} sent`,
        looksLike: 'not-mapped',
      });
      await t.step('it got the file 10 times, and one of 8 MB', async () => {
        for (let i = 0; i < 10; i++) await fetchFile(peer, 'file', contents);
        await fetchFile(peer, 'big', bigBytes());
      });
      const slow = await stalled(t, server);
      slow.reset();
      await t.step('it reset its connection; the server sleeps', () => server.quiet());
      const left = mappings(server, folder);
      t.expect(left.length === 0, {
        expected: 'no mapping of a file in /proc/PID/maps when all answers are over',
        saw: `${left.length} mappings`,
        looksLike: left.length === 1 ? 'map-left-of-cut' : 'map-left',
      });
    }),
  { needs },
);

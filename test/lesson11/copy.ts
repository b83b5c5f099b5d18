import { closeSync, openSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { residentKb } from '../../src/kit/kernel/proc.ts';
import type { Fault } from '../../src/sys/core/faults.ts';
import { inFolder } from '../support/train-answers.ts';
import { type AnswerSeen, expectAnswer, fetchFile, get, put, serve, sizeBytes, stalled } from './asking.ts';
import { graded, sends } from './lesson.ts';
import { prompt, together } from './packets.ts';
import { everySize, lateReader, shortCounts, shrinks } from './sending.ts';

const needs = [sends('copy')];

/** Bytes were skipped, or sent twice. */
const lost = ({ body, contents, situation }: AnswerSeen): string | undefined =>
  situation?.kind === 'stuck' || !body.equals(contents.subarray(0, body.length)) ? 'short-send' : undefined;

graded('11.1', 4, sends('copy'), (t: TestContext) => everySize(t, 'copy', { foreign: 'node-net' }));

graded('11.1', 2, 'header: goes out whole when send takes only a few bytes of it', (t: TestContext) => cutHeader(t), {
  needs,
});

graded('11.1', 2, 'header: travels with the file', (t: TestContext) => together(t, 'copy'), { needs });

graded(
  '11.1',
  2,
  'header: does not wait where no file follows',
  (t: TestContext) => prompt(t, 'copy', 'header-held', [0, 1]),
  { needs },
);

graded(
  '11.1',
  3,
  'copy: loses no byte when calls transfer only a part',
  (t: TestContext) =>
    shortCounts(
      t,
      'copy',
      [
        { calls: ['send'], cap: 3000 },
        { calls: ['pread', 'read'], cap: 5000 },
        { calls: ['send'], error: 'EAGAIN', every: 5 },
      ],
      lost,
    ),
  { needs },
);

graded(
  '11.1',
  3,
  'copy: loses no byte of a client that reads late',
  (t: TestContext) => lateReader(t, 'copy', { lost, grown: 'grown', endless: 'endless-turn' }),
  {
    needs,
  },
);

graded(
  '11.1',
  2,
  'copy: ends the connection when the file shrinks',
  (t: TestContext) => shrinks(t, 'copy', { spins: 'shrunk-unseen', pads: 'pads' }),
  { needs },
);

/** Every send takes seven bytes at most, so that one of the header is left; some take nothing. */
const cutHeader = (t: TestContext): Promise<void> =>
  inFolder(async (folder) => {
    const contents = Buffer.from('thirty bytes of a small file..');
    put(folder, 'small', contents);
    const faults: Fault[] = [
      { calls: ['send', 'write'], cap: 7 },
      { calls: ['send'], error: 'EAGAIN', at: [1, 3] },
    ];
    const server = await serve(t, folder, 'copy', { faults });
    t.note('each send of this run takes at most 7 bytes; the first and the third one would block');
    const peer = await t.connect(server);
    for (const time of ['first', 'second'])
      await t.step(`asked for a file of 30 bytes for the ${time} time`, () =>
        fetchFile(peer, 'small', contents, () => 'header-cut'),
      );
  });

const HUGE = 5 * 2 ** 30;
const MOST_GROWN_MB = 64;

graded(
  '11.1',
  2,
  'copy: holds little of a file of 5 GiB',
  (t: TestContext) =>
    inFolder(async (folder) => {
      closeSync(openSync(join(folder, 'big'), 'w'));
      truncateSync(join(folder, 'big'), HUGE);
      put(folder, 'other', 'still here');
      const server = await serve(t, folder, 'copy');
      const before = residentKb(server.pid);
      const slow = await stalled(t, server);
      slow.pump(8);
      t.expect(slow.received.equals(sizeBytes(HUGE)), {
        expected: `the size ${HUGE} in eight bytes: ${sizeBytes(HUGE).toString('hex')}`,
        saw: slow.received.toString('hex'),
      });
      const grown = (residentKb(server.pid) - before) / 1024;
      t.expect(grown < MOST_GROWN_MB, {
        expected: 'a server that holds a piece of the file',
        saw: `${Math.round(grown)} MB more memory in the server`,
        looksLike: 'whole-file',
      });
      slow.reset();
      const other = await t.connect(server);
      await other.send(get('other'));
      await t.step('another client got its file', () => expectAnswer(other, Buffer.from('still here'), 0));
    }),
  { needs },
);

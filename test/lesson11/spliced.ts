import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { inFolder } from '../support/train-answers.ts';
import { type AnswerSeen, bigBytes, expectAnswer, fetchFile, get, put, serve, stalled, uniqueBytes } from './asking.ts';
import { callsFor, moved, read, SIZE } from './calls.ts';
import { graded, sends } from './lesson.ts';
import { prompt, together } from './packets.ts';
import { everySize, lateReader, shortCounts, shrinks } from './sending.ts';

const needs = [sends('splice')];

/** Bytes were skipped or sent twice, stay in the pipe, or leave no room in it. */
const lost = ({ body, contents, situation, ending }: AnswerSeen): string | undefined =>
  situation?.kind === 'stuck' || ending !== 'open' || !body.equals(contents.subarray(0, body.length))
    ? 'stranded'
    : undefined;

graded('11.4', 3, sends('splice'), (t: TestContext) => everySize(t, 'splice', { blame: lost }), {
  needs: [sends('copy')],
});

graded(
  '11.4',
  3,
  'splice: loses no byte when a call transfers only a part',
  (t: TestContext) =>
    shortCounts(t, 'splice', [{ calls: ['splice'], cap: 3001, every: 2 }], ({ body, contents, situation, ending }) =>
      situation?.kind === 'stuck' || ending !== 'open' || !body.equals(contents.subarray(0, body.length))
        ? 'splice-short'
        : undefined,
    ),
  { needs },
);

graded(
  '11.4',
  3,
  'splice: loses no byte of a client that reads late',
  (t: TestContext) => lateReader(t, 'splice', { lost, grown: 'grown-splice' }),
  { needs },
);

graded(
  '11.4',
  2,
  'splice: ends the connection when the file shrinks',
  (t: TestContext) => shrinks(t, 'splice', { spins: 'zero-again-splice' }),
  { needs },
);

const pipeEnds = ({ pid }: ObservedProgram): number =>
  descriptors(pid).filter(({ target }) => target.startsWith('pipe:')).length;

const RUDE = 40;
/** As in pipes.ts. */
const KEPT = 8;
/** A server may keep some empty pipes for later. */
const MOST_KEPT = 40;

graded(
  '11.4',
  3,
  'splice: uses no pipe again that a client left bytes in, and leaks none',
  (t: TestContext) =>
    inFolder(async (folder) => {
      put(folder, 'big', bigBytes());
      put(folder, 'other', uniqueBytes(100_000));
      const server = await serve(t, folder, 'splice');
      const before = pipeEnds(server);
      const slow = await stalled(t, server);
      slow.reset();
      await t.step('it reset its connection; the server sleeps', () => server.quiet());
      const next = await t.connect(server);
      await t.step('another client got another file', () =>
        fetchFile(next, 'other', uniqueBytes(100_000), () => 'dirty-pipe'),
      );
      await t.step(`${RUDE} more clients asked for 8 MB, and reset when the first bytes came`, async () => {
        for (let i = 0; i < RUDE; i++) {
          const rude = await t.connect(server, { receiveBuffer: 4096 });
          await rude.send(Buffer.from('GET big\n'));
          await server.waitFor('the first bytes', () => (rude.row?.rxQueue ?? 0) > 0);
          rude.reset();
        }
        await server.quiet();
      });
      const more = pipeEnds(server) - before;
      t.expect(more <= MOST_KEPT, {
        expected: 'pipes that are closed or used again',
        saw: `${more} more descriptors of pipes, after ${RUDE} clients`,
        looksLike: 'pipe-leak',
      });
      await manyAtOnce(t, folder);
    }),
  { needs },
);

/** Many pipes are in use at the same time: every second splice would block, so that each client has bytes in one. */
async function manyAtOnce(t: TestContext, folder: string): Promise<void> {
  const contents = uniqueBytes(10_000);
  put(folder, 'small', contents);
  const server = await serve(t, folder, 'splice', { faults: [{ calls: ['splice'], error: 'EAGAIN', every: 2 }] });
  t.note('in this run every second splice would block');
  const peers = await t.connectMany(server, RUDE);
  await server.quiet();
  const before = pipeEnds(server);
  await t.step(`${RUDE} clients got a small file at the same time, and stay connected`, async () => {
    await server.frozen(() => {
      for (const peer of peers) peer.offer(get('small'));
    });
    for (const peer of peers) await expectAnswer(peer, contents, 0, lost);
  });
  await server.quiet();
  const kept = pipeEnds(server) - before;
  t.expect(kept <= 2 * KEPT, {
    expected: `${KEPT} empty pipes at most, kept for the next answers`,
    saw: `${kept} more descriptors of pipes`,
    looksLike: 'pipes-hoarded',
  });
}

graded(
  '11.4',
  2,
  'splice: header and file leave together, and at once',
  async (t: TestContext) => {
    await together(t, 'splice');
    await prompt(t, 'splice', 'more-for-ever', [0, 1000]);
  },
  { needs },
);

graded(
  '11.4',
  2,
  'splice: no byte of the file passes through the memory of the program',
  async (t: TestContext) => {
    const calls = await callsFor(t, 'splice');
    const spliced = moved(calls, 'splice');
    t.expect(spliced === 2 * SIZE && read(calls) < SIZE, {
      expected: `twice ${SIZE} bytes moved by splice: into the pipe and out of it`,
      saw: `${spliced} bytes by splice, ${read(calls)} read`,
      looksLike: 'not-splice',
    });
  },
  { needs },
);

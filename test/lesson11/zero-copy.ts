import { MSG_ZEROCOPY } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { inFolder } from '../support/train-answers.ts';
import {
  type AnswerSeen,
  bigBytes,
  expectAnswer,
  fetchFile,
  get,
  HEADER,
  put,
  serve,
  stalled,
  uniqueBytes,
} from './asking.ts';
import { callsFor, SIZE } from './calls.ts';
import { graded, sends } from './lesson.ts';
import { emptyFile, everySize, lateReader, shortCounts, shrinks, vanishing } from './sending.ts';

const needs = [sends('zerocopy')];

/** Answers out of one piece of memory: more pieces are another test. */
const IN_ONE = [1, 4096, 4097, 65_536];

/** The connection was ended, or waits for memory that is never free again. */
const cut = ({ ending, situation }: AnswerSeen): string | undefined => {
  if (ending !== 'open') return 'completion-is-error';
  if (situation?.kind === 'busy') return 'queue-unread';
  return undefined;
};

graded('11.6', 2, sends('zerocopy'), (t: TestContext) => everySize(t, 'zerocopy', { blame: cut, sizes: IN_ONE }), {
  needs: [sends('copy')],
});

/** While the server is stopped, many sends complete: the kernel tells of all of them in one entry. */
async function ranges(t: TestContext, folder: string): Promise<void> {
  put(folder, 'big', bigBytes());
  const server = await serve(t, folder, 'zerocopy', { faults: [{ calls: ['send'], cap: 16_000 }] });
  t.note('each send of this run takes at most 16,000 bytes');
  const slow = await stalled(t, server, { spins: 'starved-spins' });
  await t.step('stopped the server; the client read all that was on its way; thawed the server', () =>
    server.frozen(() =>
      until(() => {
        slow.pump();
        return slow.serverRow?.txQueue === 0;
      }, 10_000),
    ),
  );
  await t.step('the client read its 8 MB', () =>
    expectAnswer(slow, bigBytes(), 0, ({ situation }) => (situation?.kind === 'stuck' ? 'one-of-a-range' : undefined)),
  );
}

graded(
  '11.6',
  2,
  'zerocopy: reads the completions, and sleeps; they end no connection',
  (t: TestContext) =>
    inFolder(async (folder) => {
      put(folder, 'file', uniqueBytes(SIZE));
      const server = await serve(t, folder, 'zerocopy');
      const peer = await t.connect(server);
      for (const time of ['first', 'second', 'third']) {
        await t.step(`a client got a file of ${SIZE} bytes for the ${time} time; the server sleeps`, async () => {
          await fetchFile(peer, 'file', uniqueBytes(SIZE), cut);
          await server.quiet(() => 'queue-unread');
        });
      }
      peer.pump();
      t.expect(peer.ending === 'open', {
        expected: 'a connection that stays open: a completion is no error',
        saw: 'the server ended the connection',
        kernel: ['EPOLLERR was reported, because completions were in the error queue; SO_ERROR is 0'],
        looksLike: 'completion-is-error',
      });
      await ranges(t, folder);
    }),
  { needs: [sends('copy')] },
);

/** The calls that have sent bytes with MSG_ZEROCOPY. */
const zeroCopies = (calls: readonly TraceEvent[]): readonly TraceEvent[] =>
  calls.filter(
    ({ name, args, result }) =>
      result > 0 &&
      ((name === 'send' && (Number(args[3]) & MSG_ZEROCOPY) !== 0) ||
        (name === 'sendmsg' && (Number(args[2]) & MSG_ZEROCOPY) !== 0)),
  );

graded(
  '11.6',
  2,
  'zerocopy: sends with MSG_ZEROCOPY',
  async (t: TestContext) => {
    const flagged = zeroCopies(await callsFor(t, 'zerocopy'));
    const bytes = flagged.reduce((sum, { result }) => sum + result, 0);
    t.expect(bytes === SIZE, {
      expected: `${SIZE} bytes sent with MSG_ZEROCOPY`,
      saw: `${bytes} bytes in ${flagged.length} calls`,
      looksLike: 'flag-missing',
    });
  },
  { needs },
);

const reused = (seen: AnswerSeen): string | undefined => {
  const { body, contents } = seen;
  return body.equals(contents.subarray(0, body.length)) ? cut(seen) : 'reused-early';
};

graded(
  '11.6',
  2,
  'zerocopy: changes no memory that the kernel still sends from',
  (t: TestContext) => lateReader(t, 'zerocopy', { lost: reused, grown: 'grown-slot', spins: 'starved-spins' }),
  { needs },
);

/** A slot is lost for good only after some answers. */
const ANSWERS = 8;
/** Some of the first calls; the very first one sends the header. The call behind each of them is the copy. */
const LOCKED = [2, 5, 8, 11, 14, 17, 20, 23];

graded(
  '11.6',
  2,
  'zerocopy: short sends, and copies where the kernel locks no more memory',
  async (t: TestContext) => {
    // Only sends with MSG_ZEROCOPY fail so; faults know names, and a program may copy by another call.
    const locks = zeroCopies(await callsFor(t, 'zerocopy'))[0]?.name ?? 'send';
    await shortCounts(
      t,
      'zerocopy',
      [
        { calls: ['send'], cap: 3000 },
        { calls: ['send'], error: 'EAGAIN', every: 5 },
        { calls: [locks], error: 'ENOBUFS', at: LOCKED },
      ],
      ({ situation, ending }) =>
        situation?.kind === 'stuck' ? 'miscounted' : ending === 'open' ? undefined : 'enobufs-fatal',
      ANSWERS,
    );
    await otherError(t, locks);
  },
  { needs },
);

/** An error that is not ENOBUFS ends the connection. */
const otherError = (t: TestContext, locks: string): Promise<void> =>
  inFolder(async (folder) => {
    put(folder, 'file', uniqueBytes(1000));
    const server = await serve(t, folder, 'zerocopy', {
      // The first send is that of the header; a program that sends it otherwise has another call for it.
      faults: [{ calls: [locks], error: 'EIO', at: [locks === 'send' ? 2 : 1] }],
    });
    t.note('in this run the send of the file fails with EIO');
    const peer = await t.connect(server);
    await peer.send(get('file'));
    await t.step('a client asks for a file; the server ends the connection', () =>
      peer.expectEnd('any', () => 'copies-after-any'),
    );
    await server.quiet();
    t.expect(peer.arrived <= HEADER && server.exited === null, {
      expected: 'no byte of the file, the end of the connection, and a server that goes on',
      saw: `${peer.arrived} bytes; the server ${server.exited === null ? 'runs' : describeExit(server.exited)}`,
      looksLike: 'copies-after-any',
    });
  });

graded(
  '11.6',
  2,
  'zerocopy: an empty file, one that shrinks, and clients that vanish',
  async (t: TestContext) => {
    await emptyFile(t, 'zerocopy');
    await vanishing(t, 'zerocopy', undefined);
    await shrinks(t, 'zerocopy', { spins: 'shrunk-slot-unseen', pads: 'shrunk-slot-unseen' });
  },
  { needs },
);

import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { LATE, lateOutcomes } from './awaiting.ts';
import { missingIn } from './brought.ts';
import { decidedHere, SITUATIONS, type Situation } from './decided.ts';
import { graded, PREDICT } from './lesson.ts';

interface Sheet {
  readonly predicted: readonly string[];
  readonly kernel: readonly string[];
  readonly calls: readonly TraceEvent[];
}

/** The known mistake of a wrong prediction, by the situation and the number of the call. */
const MISTAKES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  fin: ['fin-forbids', 'second-write', 'fin-reads-reset'],
  half: ['half-waits', 'fin-forbids', 'half-is-gone'],
  'reset-write': ['reset-is-epipe', 'reset-twice', 'reset-read-again'],
  'reset-read': ['reset-is-end', 'reset-twice', 'reset-write-again'],
  unread: ['unread-lost', 'unread-in-order', 'reset-read-again', 'reset-write-again'],
  late: ['fin-forbids', 'late-lost', 'fin-reads-reset', 'second-write'],
  'no-write': ['own-fin-writes', 'own-fin-reads'],
  'no-read': ['no-read-waits', 'no-read-tells'],
  'copy-close': ['copy-close-ends', undefined],
  'copy-shutdown': ['copy-shutdown-waits', 'fin-forbids'],
};

/** A situation that the program has not brought about. */
const BROUGHT: Readonly<Record<string, string>> = {
  'reset-write': 'reset-as-fin',
  'reset-read': 'reset-as-fin',
  unread: 'unread-read',
  'copy-close': 'copy-close-shuts',
  'copy-shutdown': 'copy-shutdown-closes',
};

async function sheetOf(t: TestContext, situation: string): Promise<Sheet> {
  const recording = t.record();
  const program = await t.watch(PREDICT, { args: ['--situation', situation], env: recording.env });
  const exit = await t.step(`predict.ts --situation ${situation}`, () => program.exit());
  t.expect(exit.code === 0, {
    expected: 'exit status 0',
    saw: `${describeExit(exit)}: ${program.log.at(-1) ?? ''}`,
    looksLike: exit.signal === 'SIGPIPE' ? 'sigpipe' : BROUGHT[situation],
  });
  const after = (word: string): string[] =>
    (new RegExp(`^ *${word}: *(.*)$`, 'm').exec(program.output.out)?.[1] ?? '').split(', ').filter((one) => one !== '');
  return { predicted: after('predicted'), kernel: after('kernel'), calls: recording.lane(program.pid) };
}

async function compare(t: TestContext, situation: string): Promise<void> {
  const known = SITUATIONS[situation];
  if (known === undefined) throw new Error(`no situation ${situation}`);
  const { predicted, kernel, calls } = await sheetOf(t, situation);
  const decided = await decidedHere(known);
  const evidence = [`calls:  ${known.calls.join(', ')}`, `kernel: ${decided.join(', ')}`];
  for (const [i, call] of known.calls.entries())
    t.expect(predicted[i] === decided[i], {
      expected: `${situation}, call ${i + 1}: ${call}: ${decided[i]}`,
      saw: predicted[i] ?? 'no prediction',
      kernel: evidence,
      looksLike: MISTAKES[situation]?.[i],
    });
  t.expect(kernel.join() === decided.join(), {
    expected: `the situation "${situation}", in which the kernel says ${decided.join(', ')}`,
    saw: kernel.join(', '),
    kernel: evidence,
    looksLike: BROUGHT[situation],
  });
  const missing = missingIn(situation, calls);
  if (missing !== null) t.expect(false, { ...missing, expected: `the situation "${situation}": ${missing.expected}` });
}

const sheet = (points: number, title: string, situations: readonly string[]): void =>
  graded('16.6', points, title, async (t: TestContext) => {
    for (const situation of situations) await compare(t, situation);
  });

sheet(2, 'after a FIN: the first write goes out, the second one fails', ['fin', 'late']);
sheet(2, 'a peer that has ended its direction still reads', ['half']);
sheet(2, 'after a reset: each error is reported once', ['reset-write', 'reset-read']);
sheet(2, 'a close with bytes unread is a reset, and what had arrived can be read', ['unread']);
sheet(2, 'after shutdown of this end', ['no-write', 'no-read']);
sheet(2, 'close and shutdown with a second descriptor', ['copy-close', 'copy-shutdown']);

graded('16.6', 2, 'the calls wait for what the peer has done, also when it takes time', (t: TestContext) =>
  Promise.all(
    LATE.map(async (late) => {
      const { situation, what } = late;
      const seen = await lateOutcomes(t, late);
      const wanted = (await decidedHere(SITUATIONS[situation] as Situation)).join(', ');
      t.expect(seen === wanted, {
        expected: `${situation}: ${wanted}, when ${what} comes late`,
        saw: seen,
        looksLike: 'too-early',
      });
    }),
  ).then(() => {}),
);

import { O_NONBLOCK } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { cpuTime, statusField } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { bugAt, expectEndByBug } from '../support/bugs.ts';
import { READS } from '../support/calls.ts';
import { ASKS, graded, POLLING, TELLS_APART } from './lesson.ts';
import { acksOf, endings, expectOrder, fdOf, gather, inTurns, LONG, linesOf, noOneWaits, reported } from './senders.ts';

/** Longer than a line of the report, and shorter than the acknowledgments of a full buffer. */
const CAP = 1000;
/** CPU time of thousands of questions. */
const MANY_NS = 100_000_000;
/** A program that sleeps between its questions has far more switches in this time; V8's own are few. */
const FEW = 50;

graded('15.2', 3, ASKS, async (t: TestContext) => {
  const gathering = await gather(t, POLLING, {
    dies: 'results-mixed-up',
    faults: [{ calls: ['write', 'send'], cap: CAP }],
  });
  t.note(`in this run each write takes at most ${CAP} bytes`);
  await inTurns(t, gathering, ({ ending }) => (ending === 'open' ? 'sleeps-in-turn' : 'results-mixed-up'));
  await expectOrder(t, gathering.program);
  await noOneWaits(t, gathering, 'one-at-a-time', 'short-ack');
});

graded(
  '15.2',
  4,
  TELLS_APART,
  async (t: TestContext) => {
    const gathering = await gather(t, POLLING);
    const { program } = gathering;
    await t.step('it asked thousands of times, and nobody had sent anything', () => burn(program));
    await endings(t, gathering, resultsOf(program));
    const buggy = await t.start(POLLING, { args: ['--senders', '1'], ...bugAt(...READS) });
    await t.step('in another run the first receive throws an error that is no SystemError', async () => {
      await t.connect(buggy);
      await expectEndByBug(t, buggy, 'bug-taken-for-an-end');
    });
  },
  { needs: [ASKS] },
);

graded(
  '15.2',
  3,
  'polling: never sleeps, and with a pause only between its rounds',
  async (t: TestContext) => {
    const { program, senders } = await gather(t, POLLING);
    for (const sender of senders) {
      const flags = descriptorFlags(program.pid, fdOf(program.pid, sender)) ?? 0;
      t.expect((flags & O_NONBLOCK) !== 0, {
        expected: 'O_NONBLOCK on each socket (/proc/PID/fdinfo)',
        saw: `flags 0${flags.toString(8)}`,
        looksLike: 'polling-sleeps',
      });
    }
    const before = switches(program);
    await t.step('nobody sends anything: it burns CPU time', () => burn(program));
    const slept = switches(program) - before;
    t.expect(slept < FEW, {
      expected: 'a program that never sleeps, because no call of its model does',
      saw: `it slept ${slept} times`,
      kernel: program.describeProcesses(),
      looksLike: 'polling-sleeps',
    });
    const recording = t.record();
    const paused = await gather(t, POLLING, { args: ['--pause', '50'], env: recording.env });
    await t.step('with --pause 50 it sleeps between its rounds', () =>
      paused.program.waitFor('a sleep', () => paused.program.blockedIn()?.includes('nanosleep'), {
        diagnose: () => 'no-pause',
      }),
    );
    await t.step(`a sender sent ${LONG.length} lines while the program was stopped; all are acknowledged`, async () => {
      await paused.program.frozen(() => paused.senders[0].offer(linesOf(LONG)));
      await paused.senders[0].expect(acksOf(LONG));
    });
    const naps = napsInside(recording.lane(paused.program.pid));
    t.expect(naps === 0, {
      expected: 'no sleep after a round that found something',
      saw: `${naps} between the first and the last receive that found bytes`,
      looksLike: 'pauses-at-work',
    });
    for (const each of [program, paused.program]) each.signal('SIGKILL'); // they would never be quiet
  },
  { needs: [ASKS] },
);

/** Which of the results is taken for another one: the program has died, never ends, or takes an error for an end. */
const resultsOf = (program: ObservedProgram) => (): string => {
  const seen = (text: string): boolean => reported(program).some((line) => line.startsWith(text));
  if (program.exited !== null) return seen('2: lost') ? 'only-resets' : 'error-kills';
  return seen('2: end') ? 'error-is-nothing' : 'zero-is-nothing';
};

/** The sleeps between the first and the last receive that found bytes. */
function napsInside(lane: readonly TraceEvent[]): number {
  const calls = lane.filter(({ kind }) => kind === 'call');
  const found = calls.map(({ name, result }) => READS.some((read) => read === name) && result > 0);
  const work = calls.slice(found.indexOf(true), found.lastIndexOf(true));
  return work.filter(({ name }) => name.includes('nanosleep')).length;
}

const burn = (program: ObservedProgram): Promise<true> => {
  const before = cpuTime(program.pid);
  return program.waitFor('a program that never sleeps', () => cpuTime(program.pid) - before > MANY_NS || null, {
    diagnose: () => 'polling-sleeps',
  });
};

/** How often the main thread has gone to sleep. */
const switches = ({ pid }: ObservedProgram): number => Number(statusField(pid, 'voluntary_ctxt_switches'));

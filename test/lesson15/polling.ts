import { O_NONBLOCK } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { cpuTime, statusField } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { ASKS, graded, POLLING, TELLS_APART } from './lesson.ts';
import { endings, expectOrder, fdOf, gather, inTurns, reported } from './senders.ts';

/** CPU time of thousands of questions. */
const MANY_NS = 100_000_000;
/** A program that sleeps between its questions has far more switches in this time; V8's own are few. */
const FEW = 50;

graded('15.2', 3, ASKS, async (t: TestContext) => {
  const gathering = await gather(t, POLLING, { dies: 'results-mixed-up' });
  await inTurns(t, gathering, ({ ending }) => (ending === 'open' ? 'sleeps-in-turn' : 'results-mixed-up'));
  await expectOrder(t, gathering.program);
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
    const paused = await gather(t, POLLING, { args: ['--pause', '1000'] });
    await t.step('with --pause 1000 it sleeps between its rounds', () =>
      paused.program.waitFor('a sleep', () => paused.program.blockedIn()?.includes('nanosleep'), {
        diagnose: () => 'no-pause',
      }),
    );
    for (const each of [program, paused.program]) each.signal('SIGKILL'); // they would never be quiet
  },
  { needs: [ASKS] },
);

/** Which of the results is taken for another one: the program has died, never ends, or takes an error for an end. */
const resultsOf = (program: ObservedProgram) => (): string => {
  if (program.exited !== null) return 'error-kills';
  return reported(program).some((line) => line.startsWith('2: end')) ? 'error-is-nothing' : 'zero-is-nothing';
};

const burn = (program: ObservedProgram): Promise<true> => {
  const before = cpuTime(program.pid);
  return program.waitFor('a program that never sleeps', () => cpuTime(program.pid) - before > MANY_NS || null, {
    diagnose: () => 'polling-sleeps',
  });
};

/** How often the main thread has gone to sleep. */
const switches = ({ pid }: ObservedProgram): number => Number(statusField(pid, 'voluntary_ctxt_switches'));

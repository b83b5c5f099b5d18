import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { graded, LOOPS } from './lesson.ts';
import { lines, part, say, sayAndWait } from './try.ts';

graded(
  '09.4',
  3,
  'tasks run at once, after the events of a round, or in the next round',
  async (t: TestContext) => {
    const recording = t.record();
    const program = await part(t, 'loop', recording.env);
    await program.waitFor('"running"', () => lines(program).includes('running'));
    const seen = await t.step('queued tasks from within a callback', () =>
      say(program, 'again third\nlater second\nnow first\n', 4, 'no-wake'),
    );
    t.expect(seen.join() === 'first,read,second,third', {
      expected: 'first (at once), read (the callback ends), second (queued by it), third (queued by a task)',
      saw: seen.join(', '),
      looksLike: 'task-order',
    });
    await program.quiet(() => 'timer-unread');
    const before = await wakeups(program);
    program.signal('SIGUSR1');
    await t.step('sent SIGUSR1 while the loop slept: its task runs', () =>
      program.waitFor('SIGUSR1', () => lines(program).includes('SIGUSR1'), { diagnose: () => 'no-wake' }),
    );
    await program.quiet(() => 'timer-unread');
    t.expect(wokenByHandler(recording.lane(program.pid)), {
      expected: 'queueInLoop to write to the eventfd, which wakes the loop',
      saw: 'no write to it after the handler queued its task: the loop woke up only because the signal ended its wait',
      looksLike: 'wake-by-luck',
    });
    const more = (await wakeups(program)) - before;
    t.expect(more === 2, {
      expected:
        'two more wake-ups: for the line before the signal, and for the eventfd. The signal itself made nothing ready',
      saw: `${more}`,
      looksLike: 'wakeups-wrong',
    });
    program.stdin?.write('quit\n');
    const exit = await t.step('quit', () => program.exit(() => 'no-wake'));
    t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the program ${describeExit(exit)}` });
  },
  { needs: [LOOPS] },
);

/** The wake-ups before the one for this question. */
async function wakeups(program: ObservedProgram): Promise<number> {
  const [count] = await say(program, 'count\n', 2);
  await program.quiet();
  return Number(count);
}

/** Whether the eventfd was written between the signal and the loop's next wait. */
function wokenByHandler(lane: readonly TraceEvent[]): boolean {
  const wake = lane.find((event) => isCall(event, 'eventfd'))?.result;
  const from = lane.findIndex(({ kind, name }) => kind === 'mark' && name === 'signal');
  const next = lane.findIndex((event, at) => at > from && isCall(event, 'epoll_wait'));
  return from >= 0 && lane.slice(from, next).some((event) => isCall(event, 'write', wake));
}

graded(
  '09.4',
  2,
  'a quit before run is not lost, and queued tasks run before run returns',
  async (t: TestContext) => {
    const program = await part(t, 'quit');
    const exit = await t.step('quit before run, then run; quit in a task of the second run', () =>
      program.exit(() => 'quit-lost'),
    );
    const seen = lines(program).join(', ');
    const wanted = [
      'queued before quit and run',
      'left the loop',
      'queued by the last task',
      'queued before quit',
      'queued after quit',
      'left the loop',
    ].join(', ');
    t.expect(seen === wanted && exit.code === 0, {
      expected: wanted,
      saw: `${seen}; the program ${describeExit(exit)}`,
      looksLike: exit.code === 0 ? 'tasks-lost' : undefined,
    });
  },
  { needs: [LOOPS] },
);

/** Allowed for rounding: the kernel ends no timer early. */
const EARLY_MS = 20;

graded(
  '09.4',
  5,
  'timers expire in order and repeat, and the loop sleeps between them',
  async (t: TestContext) => {
    const program = await part(t, 'loop');
    await program.waitFor('"running"', () => lines(program).includes('running'));
    const set = performance.now();
    const seen = await t.step('set timers of 3000, 100 and 200 ms, in this order', () =>
      sayAndWait(program, 'after 3000 late\nafter 100 early\nafter 200 middle\n', 4, 'timer-unread'),
    );
    const took = performance.now() - set;
    t.expect(seen.join() === 'read,early,middle,late', {
      expected: 'early, middle, late',
      saw: seen.join(', '),
      looksLike: 'timers-once',
    });
    t.expect(took >= 3000 - EARLY_MS, {
      expected: 'the last timer to run after 3000 ms',
      saw: `it ran after ${took.toFixed(0)} ms`,
      looksLike: 'timer-early',
    });
    await program.quiet(() => 'timer-unread');
    const began = performance.now();
    await t.step('set a timer of every 200 ms, which its task cancels at the third time', () =>
      sayAndWait(program, 'every 200 tick\n', 4, 'timers-once'),
    );
    const ticking = performance.now() - began;
    t.expect(ticking >= 600 - EARLY_MS, {
      expected: 'the third tick after 600 ms',
      saw: `it came after ${ticking.toFixed(0)} ms`,
      looksLike: 'timer-early',
    });
    await program.quiet(() => 'timer-unread');
    const ticks = lines(program).filter((line) => line === 'tick').length;
    t.expect(ticks === 3, { expected: '3 ticks', saw: `${ticks}`, looksLike: 'timers-once' });
  },
  { needs: [LOOPS] },
);

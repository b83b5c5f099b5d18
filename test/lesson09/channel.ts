import { EPOLL_CTL_DEL } from '#sys';
import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { graded, LOOPS, POLLS } from './lesson.ts';
import { lines, part, say } from './try.ts';

graded('09.2', 8, POLLS, async (t: TestContext) => {
  const program = await part(t, 'poller');
  await program.waitFor('"watching"', () => lines(program).includes('watching'));
  await program.quiet();
  await t.step('the program sleeps; wrote 5 bytes, then 40', async () => {
    await say(program, 'hello', 1);
    await program.quiet();
    await say(program, 'x'.repeat(40), 3);
  });
  program.stdin?.end();
  const exit = await t.step('ended its standard input; the program removes it from the list and exits', () =>
    program.exit(),
  );
  const seen = lines(program).slice(1).join(', ');
  t.expect(seen === '5 bytes, 16 bytes, 16 bytes, 8 bytes, 0 bytes, 0 ready after remove' && exit.code === 0, {
    expected:
      '5, then 16, 16 and 8 bytes (reported again while bytes are left), then 0 bytes, then 0 ready after remove',
    saw: `${seen}; the program ${describeExit(exit)}`,
    looksLike: seen.endsWith('1 ready after remove') ? 'not-removed' : undefined,
  });
});

graded(
  '09.3',
  4,
  LOOPS,
  async (t: TestContext) => {
    const program = await part(t, 'channel');
    await program.waitFor('"watching"', () => lines(program).includes('watching'));
    await program.quiet();
    for (const text of ['a', 'bc']) {
      await t.step(`wrote ${text.length} byte${text.length === 1 ? '' : 's'}; the callback is called`, () =>
        say(program, text, 1),
      );
      await program.quiet();
    }
    program.stdin?.end();
    const exit = await t.step('ended its standard input: the callback is called, and the channel leaves the list', () =>
      program.exit(),
    );
    const seen = lines(program).slice(1).join(', ');
    t.expect(seen === '1 bytes, 2 bytes, 0 bytes, 0 ready after remove' && exit.code === 0, {
      expected: '1 byte, 2 bytes, the end (0 bytes), and an empty list',
      saw: `${seen}; the program ${describeExit(exit)}`,
      looksLike: 'not-removed',
    });
  },
  { needs: [POLLS] },
);

/** The number of epoll_ctl calls with the mask that was set already. One that failed has set none: MOD may be tried before ADD. */
function repeated(lane: readonly TraceEvent[]): number {
  const masks = new Map<number, string>();
  let count = 0;
  for (const { args, preview } of lane.filter((event) => isCall(event, 'epoll_ctl') && event.result === 0)) {
    const [, op, fd] = args.map(Number);
    const mask = op === EPOLL_CTL_DEL ? '' : preview.slice(0, 4); // struct epoll_event begins with it
    if (mask !== '' && masks.get(fd ?? -1) === mask) count++;
    masks.set(fd ?? -1, mask);
  }
  return count;
}

graded(
  '09.3',
  2,
  'an unchanged mask costs no system call',
  async (t: TestContext) => {
    const recording = t.record();
    const program = await part(t, 'channel', recording.env);
    await program.waitFor('"watching"', () => lines(program).includes('watching'));
    await t.step('the callback, called three times, asks for EPOLLIN each time', async () => {
      for (const text of ['a', 'b', 'c']) await say(program, text, 1);
    });
    await program.quiet();
    const count = repeated(recording.lane(program.pid));
    t.expect(count === 0, {
      expected: 'epoll_ctl only when the mask changes',
      saw: `${count} calls with the mask that was set already`,
      looksLike: 'repeated-mask',
    });
    program.stdin?.end();
    await program.exit();
  },
  { needs: [LOOPS] },
);

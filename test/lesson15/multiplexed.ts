import { O_NONBLOCK } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { READS } from '../support/calls.ts';
import { graded, MULTIPLEXED, TELLS_APART, WAITS_FOR_ALL } from './lesson.ts';
import { acksOf, endings, expectOrder, fdOf, gather, inTurns, linesOf, noOneWaits, sleepsIn, tell } from './senders.ts';

graded(
  '15.3',
  3,
  WAITS_FOR_ALL,
  async (t: TestContext) => {
    const gathering = await gather(t, MULTIPLEXED);
    const { program, senders } = gathering;
    await inTurns(t, gathering, 'reads-in-turn');
    await expectOrder(t, program);
    await t.step('all senders sent two lines while the program was stopped', () =>
      program.frozen(() => {
        for (const sender of senders) sender.offer(linesOf([20, 21]));
      }),
    );
    await t.step('all are acknowledged', async () => {
      for (const sender of senders) await sender.expect(acksOf([20, 21]));
    });
    await noOneWaits(t, gathering, 'drains-one');
  },
  { needs: [TELLS_APART] },
);

graded(
  '15.3',
  3,
  'multiplexed: one call sleeps for all, and only ready sockets are read',
  async (t: TestContext) => {
    const recording = t.record();
    const { program, senders } = await gather(t, MULTIPLEXED, { env: recording.env });
    await t.step('the program sleeps', () =>
      sleepsIn(t, program, /^(poll|ppoll|select|pselect6|epoll_p?wait)/, 'wakes-for-nothing'),
    );
    for (const sender of senders) {
      const flags = descriptorFlags(program.pid, fdOf(program.pid, sender)) ?? 0;
      t.expect((flags & O_NONBLOCK) !== 0, {
        expected: 'O_NONBLOCK on each socket, because what was ready may be gone (/proc/PID/fdinfo)',
        saw: `flags 0${flags.toString(8)}`,
        looksLike: 'ready-for-ever',
      });
    }
    const silent = fdOf(program.pid, senders[2]);
    await t.step('two senders sent ten lines each, the third none', async () => {
      for (let i = 0; i < 10; i++) for (const sender of senders.slice(0, 2)) await tell(sender, i);
    });
    const asked = recording
      .lane(program.pid)
      .filter(({ kind, name, args }) => kind === 'call' && READS.some((read) => read === name) && args[0] === silent);
    t.expect(asked.length === 0, {
      expected: 'no receive from the silent sender',
      saw: `${asked.length} of them`,
      looksLike: 'reads-all',
    });
  },
  { needs: [WAITS_FOR_ALL] },
);

graded(
  '15.3',
  2,
  'multiplexed: a sender that ends or resets is not asked again',
  async (t: TestContext) => {
    await endings(t, await gather(t, MULTIPLEXED), () => 'asks-the-dead');
  },
  { needs: [WAITS_FOR_ALL] },
);

import type { TestContext } from '../../src/grading/test-context.ts';
import { isZombie } from '../../src/kit/kernel/proc.ts';
import { holdersOf } from '../support/pool.ts';
import { BLOCKING, graded, ONE_BY_ONE } from './lesson.ts';
import { endings, expectOrder, fdOf, type Gathering, gather, inTurns } from './senders.ts';

graded('15.1', 3, ONE_BY_ONE, async (t: TestContext) => {
  const gathering = await gather(t, BLOCKING, { dies: 'children-left' });
  const { program } = gathering;
  await inTurns(t, gathering, () => (program.exited === null ? 'one-after-another' : 'children-left'));
  await expectOrder(t, program, 'children-left');
  await program.quiet(() => 'blocking-polls');
  t.expect(program.exited === null, {
    expected: 'a parent that waits for its children',
    saw: 'it ended while they serve',
    looksLike: 'children-left',
  });
});

graded(
  '15.1',
  3,
  'blocking: for each sender a process sleeps in a receive',
  async (t: TestContext) => {
    const { program, senders } = await gather(t, BLOCKING);
    await t.step('nobody sends anything', () => program.quiet(() => 'blocking-polls'));
    const sleepers = program
      .children()
      .filter((child) => !isZombie(child))
      .map(({ pid }) => ({ pid, call: program.blockedIn(pid) ?? '' }));
    for (const [i, sender] of senders.entries()) {
      const holds = sleepers.some(
        ({ pid, call }) => call === `recvfrom(${fdOf(pid, sender)})` || call === `read(${fdOf(pid, sender)})`,
      );
      t.expect(holds, {
        expected: `a child that sleeps in a receive on the socket of sender ${i + 1}`,
        saw: sleepers.map(({ pid, call }) => `child ${pid} sleeps in ${call}`).join(', ') || 'no children',
        kernel: program.describeProcesses(),
        looksLike: 'blocking-polls',
      });
    }
  },
  { needs: [ONE_BY_ONE] },
);

graded(
  '15.1',
  3,
  'blocking: each sender sees its own end, and no child is left',
  async (t: TestContext) => {
    const gathering = await gather(t, BLOCKING);
    await endings(t, gathering, () => wrongEnd(gathering));
    const { deaths } = gathering.program;
    t.expect(deaths.length === 0, {
      expected: 'children that end with the end of their sender',
      saw: `${deaths.length} that went on and died of ${deaths[0]?.error}: ${deaths[0]?.message}`,
      looksLike: 'child-goes-on',
    });
    t.expect(gathering.program.processes().length === 0, {
      expected: 'no process after the end',
      saw: `${gathering.program.processes().length} left`,
      looksLike: 'waits-once',
    });
  },
  { needs: [ONE_BY_ONE] },
);

/** Who holds the sockets beside the process that serves them; where nobody does, the server of a sender does not see its end. */
function wrongEnd({ program, senders }: Gathering): string {
  const holders = senders.map((sender) => holdersOf(program, sender));
  if (holders.some((pids) => pids.includes(program.pid))) return 'parent-keeps';
  return holders.some((pids) => pids.length > 1) ? 'copies-left' : 'end-ignored';
}

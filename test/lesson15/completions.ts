import type { TestContext } from '../../src/grading/test-context.ts';
import type { EchoSeen } from '../../src/kit/echo-seen.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import { expectEndByError } from '../support/bugs.ts';
import { READS, WAITS } from '../support/calls.ts';
import { blamingDeath } from '../support/echo.ts';
import { COMPLETES, COMPLETIONS, FORBIDDEN, graded } from './lesson.ts';
import { acksOf, endings, expectOrder, fdOf, gather, inTurns, linesOf, reported, sleepsIn, tell } from './senders.ts';

const unless = FORBIDDEN;

graded(
  '15.5',
  3,
  COMPLETES,
  async (t: TestContext) => {
    const gathering = await gather(t, COMPLETIONS);
    await inTurns(t, gathering, stuckRing);
    await expectOrder(t, gathering.program);
    const [ann] = gathering.senders;
    await t.step('a line arrives in two pieces', async () => {
      ann.offer(Buffer.from('12'));
      await gathering.program.quiet(() => 'prepared-kept');
      ann.offer(Buffer.from('34\n'));
      await ann.expect(Buffer.from('ok 1234\n'), ({ serverRow }) =>
        (serverRow?.rxQueue ?? 0) > 0 ? 'half-line-hangs' : 'stale-entry',
      );
    });
  },
  { unless },
);

graded(
  '15.5',
  3,
  'completions: the kernel receives, and the program sleeps in the ring',
  async (t: TestContext) => {
    const recording = t.record();
    const gathering = await gather(t, COMPLETIONS, { env: recording.env });
    const { program, senders } = gathering;
    await sleepsIn(t, program, /^io_uring_enter/, 'readiness-in-ring');
    t.expect(
      descriptors(program.pid).some(({ target }) => target === 'anon_inode:[io_uring]'),
      { expected: 'an io_uring among its descriptors', saw: 'none', looksLike: 'readiness-in-ring' },
    );
    const sockets = senders.map((sender) => fdOf(program.pid, sender));
    await inTurns(t, gathering);
    const calls = recording.lane(program.pid).filter(({ kind }) => kind === 'call');
    const own = calls.filter(
      ({ name, args }) =>
        WAITS.some((wait) => wait === name) ||
        (READS.some((read) => read === name) && sockets.some((fd) => fd === args[0])),
    );
    t.expect(own.length === 0, {
      expected: 'no receive and no wait for readiness by the program itself',
      saw: `${own.length}, the first is ${own[0]?.name}`,
      looksLike: 'readiness-in-ring',
    });
  },
  { needs: [COMPLETES], unless },
);

/** Acknowledgments without end, a program without sleep, or one that stops when each entry has been used once. */
function stuckRing({ got, sent, situation }: EchoSeen): string | undefined {
  if (got.length > sent.length) return 'head-kept';
  const isAck = (number: number): boolean => acksOf([number]).equals(sent);
  if (situation?.kind === 'busy') return isAck(0) ? 'tail-kept' : 'prepared-kept';
  return situation?.kind === 'stuck' && isAck(1) ? 'place-not-masked' : undefined;
}

const BATCHES = 200;
const numbers = (who: number, batch: number): number[] =>
  Array.from({ length: 10 }, (_, i) => 1_000_000 * (who + 1) + 10 * batch + i);

graded(
  '15.5',
  4,
  'completions: thousands of operations through the same few entries, and nobody gets the lines of another',
  async (t: TestContext) => {
    const { program, senders } = await gather(t, COMPLETIONS);
    await t.step('all senders sent a line while the program was stopped', () =>
      program.frozen(() => {
        for (const [who, sender] of senders.entries()) sender.offer(linesOf([who]));
      }),
    );
    for (const [who, sender] of senders.entries()) await sender.expect(acksOf([who]), () => 'shared-memory');
    await t.step(`each sender sent ${BATCHES} times ten lines`, async () => {
      for (let batch = 0; batch < BATCHES; batch++) {
        for (const [who, sender] of senders.entries()) sender.offer(linesOf(numbers(who, batch)));
        for (const [who, sender] of senders.entries()) await sender.expect(acksOf(numbers(who, batch)));
      }
    });
  },
  { needs: [COMPLETES], unless },
);

graded(
  '15.5',
  3,
  'completions: the end and an error come as results, and the program ends when nothing is under way',
  async (t: TestContext) => {
    const gathering = await gather(t, COMPLETIONS);
    await endings(t, gathering, () => {
      const lines = reported(gathering.program);
      if (lines.some((line) => line.startsWith('1: end'))) return 'send-failed-unseen';
      return lines.some((line) => line.startsWith('3: end')) ? 'errors-dropped' : 'end-is-nothing';
    });
  },
  { needs: [COMPLETES], unless },
);

const ENTERS = ['io_uring_enter'];

graded(
  '15.5',
  3,
  'completions: a submission that failed for now is made again, and another error ends the program',
  async (t: TestContext) => {
    const faults = ['EINTR', 'EAGAIN', 'EBUSY'].map((error, i) => ({ calls: ENTERS, error, every: i + 3 }));
    t.note('in this run many calls of io_uring_enter fail with EINTR, EAGAIN or EBUSY');
    const { program, senders } = await gather(t, COMPLETIONS, { faults });
    await t.step('each sender sent 50 lines, each after the acknowledgment of the one before', () =>
      blamingDeath(program, 'failure-kills', async () => {
        for (let number = 0; number < 50; number++)
          for (const sender of senders) await tell(sender, number, 'submission-lost');
      }),
    );
    const failing = [{ calls: ENTERS, error: 'ENXIO', at: [3] }];
    const broken = await t.start(COMPLETIONS, { args: ['--senders', '1'], faults: failing });
    t.note('in this run the third call of io_uring_enter fails with ENXIO');
    const sender = await t.connect(broken);
    sender.offer(linesOf([1, 2]));
    await broken.waitFor(
      'the acknowledgment or the end of the program',
      () => {
        sender.pump();
        return sender.arrived > 0 || broken.exited !== null;
      },
      { alive: false },
    );
    sender.offer(linesOf([3]));
    await expectEndByError(t, broken, 'the ring is gone', 'all-errors-pass', 'ENXIO');
  },
  { needs: [COMPLETES], unless },
);

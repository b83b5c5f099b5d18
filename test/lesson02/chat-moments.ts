import type { TestContext } from '../../src/grading/test-context.ts';
import { processInfo, zombieStatus } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { gone, leaves, sideWithPeer, streams, withOpenInput } from './chat-sides.ts';
import { alive, graded, TALKS, unlessBusy } from './lesson.ts';

/** The first call of this name stops the process as it returns; of fork, the parent. */
const stopsAt = (call: string) => ({ faults: [{ calls: [call], signal: 'SIGSTOP', at: [1] }] }) as const;

/** The error that ended a parent which waited for its writer; without one, a writer that was left behind. */
function looksLikeDeath({ deaths }: ObservedProgram): string {
  if (deaths.some(({ message }) => message.includes('EINTR'))) return 'fatal-interrupt';
  return deaths.some(({ message }) => message.includes('ECHILD')) ? 'reaped-twice' : 'orphan-writer';
}

graded(
  '02.6',
  2,
  'chat: reaps a writer that ends before the handlers are installed',
  async (t: TestContext) => {
    for (const call of ['fork', 'waitpid']) {
      const { side, peer, writer } = await sideWithPeer(t, stopsAt(call));
      side.stdin?.end();
      await t.step(`stopped the parent at its first ${call}; ended its input, and with it the writer`, () =>
        side.waitFor('the writer to end', () => alive(side).length === 0),
      );
      const status = zombieStatus(writer);
      t.expect(status === null || status === 'status 0', {
        expected: 'the writer to exit with status 0',
        saw: `it ended with ${status}`,
      });
      await side.quiet(); // a parent whose handlers are older than the writer calls waitpid only now, and stops
      process.kill(side.pid, 'SIGCONT');
      await t.step('continued the parent: the writer has been reaped', () =>
        side.waitFor('one process, the reader', () => side.processes().length === 1, {
          diagnose: unlessBusy(() => 'late-reap'),
        }),
      );
      peer.close();
      await leaves(t, side, 'the peer left: the side');
    }
  },
  { needs: [TALKS] },
);

graded(
  '02.6',
  2,
  'chat: leaves no process when it is told to stop at a rare moment',
  async (t: TestContext) => {
    await withOpenInput(async (input) => {
      const stdio = streams(input);
      const early = (await sideWithPeer(t, { stdio, ...stopsAt('fork') })).side;
      early.signal('SIGTERM');
      process.kill(early.pid, 'SIGCONT');
      t.note('stopped the parent right after fork; sent SIGTERM, and continued it');
      await gone(t, early, 'the side', () => 'unguarded-fork');

      const { side, writer } = await sideWithPeer(t, { stdio });
      process.kill(writer, 'SIGSTOP');
      await side.waitFor('the writer to stop', () => processInfo(writer)?.state === 'T');
      side.signal('SIGTERM');
      await side.quiet();
      side.signal('SIGINT');
      t.note(
        'stopped the writer of another parent; sent the parent SIGTERM, and SIGINT while it waited for the writer',
      );
      await side.quiet();
      await side.output.caughtUp();
      t.expect(side.exited === null, () => ({
        expected: 'the parent to wait on for its writer',
        saw: `it ${describeExit(side.exited)}`,
        looksLike: looksLikeDeath(side),
      }));
      await t.step('froze this parent; continued the writer, which has ended', () =>
        side.frozen(async () => {
          process.kill(writer, 'SIGCONT');
          await side.waitFor('the writer to end', () => alive(side).length === 0);
        }),
      );
      await gone(t, side, 'thawed: the side', () => looksLikeDeath(side));
    });
  },
  { needs: [TALKS] },
);

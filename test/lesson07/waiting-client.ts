import { SIGKILL } from '#sys';
import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { blaming } from '../support/echo.ts';
import { fillFolder, killOne, SMALL, stalled, workerFor, workersOf } from '../support/pool.ts';
import { answerIn, expectFile, inFolder } from '../support/train-answers.ts';
import { trainOf } from '../support/trains.ts';
import { graded, SHARES } from './lesson.ts';
import { pool } from './pool.ts';
import { expectNoDead, watchesWithFork } from './watching.ts';

graded(
  '07.5',
  2,
  'the only worker dies while a client waits: its successor serves that client at once',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const recording = t.record();
      const server = await pool(t, folder, 1, { env: recording.env });
      const busy = await stalled(t, server);
      const victim = await server.waitFor('a worker for the first client', () => workerFor(server, busy));
      const waiting = await t.connect(server);
      await waiting.send(trainOf(SMALL));
      await server.quiet(() => 'spin');
      killOne(victim, SIGKILL);
      await blaming('unwatched', () =>
        t.step('the only worker is busy, another client waits; killed the worker', () =>
          server.waitFor('an answer for the client that waits', () => {
            waiting.pump();
            return answerIn(waiting.received).complete;
          }),
        ),
      );
      expectFile(answerIn(waiting.received), SMALL, small);
      const lane = recording.lane(server.pid);
      t.expect(watchesWithFork(lane), {
        expected: 'the parent to watch the listener again when it has made the new worker',
        saw: 'no epoll_ctl that asks for EPOLLIN between the fork and the next epoll_wait: the client waits until the pause is over',
        looksLike: 'unwatched',
      });
      t.expect(killedFirst(lane, victim), {
        expected: 'SIGKILL before waitpid waits for the worker: one that has only closed its channel does not end',
        saw: `waitpid(${victim}) without a kill before it`,
        looksLike: 'not-killed',
      });
    }),
  { needs: [SHARES] },
);

/** Whether no waitpid that waits for this worker comes before its SIGKILL. */
function killedFirst(lane: readonly TraceEvent[], pid: number): boolean {
  const handles = lane.flatMap((event) => (isCall(event, 'pidfd_open', pid) ? [event.result] : []));
  const isKill = (event: TraceEvent): boolean =>
    isCall(event, 'kill', pid) || handles.some((handle) => isCall(event, 'pidfd_send_signal', handle));
  const first = lane.find(
    (event) => (isKill(event) && event.args[1] === SIGKILL) || (isCall(event, 'waitpid', pid) && event.args[2] === 0),
  );
  return first?.name !== 'waitpid';
}

graded(
  '07.5',
  2,
  'a dead worker leaves the interest list, also while a new worker has a copy of its channel',
  (t: TestContext) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const server = await pool(t, folder, 2, {
        faults: [{ calls: ['fork'], signal: 'SIGSTOP', inChild: true, at: [3] }],
      });
      t.note('in this run the third worker is stopped at its fork: it has copies of all descriptors of the parent');
      const [first = 0, second = 0] = workersOf(server);
      await t.step(`killed worker ${first}, and worker ${second} when the third one was there`, async () => {
        killOne(first, SIGKILL);
        await server.waitFor('the third worker', () =>
          workersOf(server).some((pid) => pid !== first && pid !== second),
        );
        killOne(second, SIGKILL);
        await server.waitFor('both dead workers to be reaped', () =>
          [first, second].every((pid) => processInfo(pid) === null),
        );
      });
      await server.quiet(() => 'unburied');
      expectNoDead(t, server, 'unburied');
    }),
  { needs: [SHARES] },
);

import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { ended, fillFolder, SMALL, workersOf } from '../support/pool.ts';
import { ask, expectFile, inFolder } from '../support/train-answers.ts';
import { graded, SERVES, TRY } from './lesson.ts';

graded(
  '07.3',
  2,
  'a worker closes each connection before it reports, and exits with status 0',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const recording = t.record();
      const server = await t.start(TRY, { args: ['--dir', folder], env: recording.env });
      const worker = await server.waitFor('a worker', () => workersOf(server)[0]);
      const peer = await t.connect(server);
      expectFile(await t.step('a client asked for a file', () => ask(peer, SMALL)), SMALL, small);
      peer.halfClose();
      await ended(server, peer, 'the end of the connection');
      await server.quiet();
      t.expect(!reportsFirst(recording.lane(worker)), {
        expected: 'each connection to be closed before the worker reports',
        saw: 'the report first: the parent may pass the next connection to a worker that still holds the last one',
        looksLike: 'report-first',
      });
      server.signal('SIGKILL');
      await t.step('killed the parent: the worker sees the end of its channel and exits', () =>
        server.waitFor('the worker to exit', () => (processInfo(worker)?.state ?? 'Z') === 'Z', { alive: false }),
      );
      const exit = recording.lane(worker).find((event) => isCall(event, '_exit'));
      await server.output.caughtUp();
      const death = server.deaths.find(({ pid }) => pid === worker);
      const wentOn = exit === undefined || (death !== undefined && !death.message.includes('EPIPE'));
      t.expect(exit?.args[0] === 0 && !wentOn, {
        expected: 'the worker to call _exit with 0, which serveConnections returns',
        saw: `${death?.message ?? 'no error'}, and ${exit === undefined ? 'no _exit' : `_exit(${exit.args[0]})`}`,
        looksLike: wentOn ? 'no-exit' : death === undefined ? undefined : 'channel-end',
      });
    }),
  { needs: [SERVES] },
);

/** Whether the worker reported before it closed a connection that it had received. */
function reportsFirst(lane: readonly TraceEvent[]): boolean {
  const channel = Number(lane.find((event) => isCall(event, 'recvmsg'))?.args[0] ?? -1);
  return lane.some((event, at) => {
    if (event.kind !== 'mark' || event.name !== 'receives') return false;
    const after = lane.slice(at);
    const closed = after.findIndex((later) => isCall(later, 'close', Number(event.args[0])));
    const reported = after.findIndex((later) => isCall(later, 'write', channel));
    return closed >= 0 && reported >= 0 && reported < closed;
  });
}

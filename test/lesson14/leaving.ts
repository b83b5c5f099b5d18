import { SIGQUIT } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { hasSignal, processInfo } from '../../src/kit/kernel/proc.ts';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { blaming } from '../support/echo.ts';
import { inFolder } from '../support/train-answers.ts';
import { graded, STOPS } from './lesson.ts';
import { answerTo, BIG, PATIENCE_MS, request, startService, workersOf } from './service.ts';
import { BIG_ANSWER, endsWith, isGone } from './stopping.ts';

/** Waits until no process listens on the port. */
const refused = (server: ObservedProgram): Promise<true> =>
  server.waitFor(
    'the listener to be closed in all processes',
    () => !allListeners().some(({ localPort }) => localPort === server.port),
    { alive: false, diagnose: () => 'still-listens' },
  );

graded(
  '14.5',
  2,
  'SIGQUIT: nobody new, and the answers under way are finished',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder);
      const workers = workersOf(server);
      const peer = await request(t, server, BIG_ANSWER);
      await server.quiet();
      server.signal('SIGQUIT');
      await t.step('a client is in the middle of its answer; sent SIGQUIT, and nobody listens any more', () =>
        refused(server),
      );
      await server.quiet();
      t.expect(server.exited === null, {
        expected: 'the master to wait',
        saw: 'it has ended',
        looksLike: 'cut-answer',
      });
      const [busy = 0] = workersOf(server);
      process.kill(busy, 'SIGQUIT');
      await t.step(`sent SIGQUIT to worker ${busy} once more`, () => server.quiet());
      t.expect(!isGone(busy), { expected: 'the worker to go on', saw: 'it has ended', looksLike: 'leaves-twice' });
      server.signal('SIGQUIT');
      await t.step('sent SIGQUIT to the master once more', () => server.quiet());
      t.expect(server.exited === null, {
        expected: 'the master to go on',
        saw: 'it has ended',
        looksLike: 'quit-twice',
      });
      const body = await t.step('the client reads the rest', () => blaming('cut-answer', () => answerTo(peer)));
      t.expect(body.length === BIG, {
        expected: `all ${BIG} bytes`,
        saw: `${body.length}`,
        looksLike: 'cut-answer',
      });
      await endsWith(t, server, workers, 'never-ends');
      const died = server.deaths[0];
      t.expect(died === undefined, {
        expected: 'each worker to end in good order',
        saw: `worker ${died?.pid} died of ${died?.message}`,
        looksLike: 'watched-again',
      });
    }),
  { needs: [STOPS] },
);

graded(
  '14.5',
  2,
  'a worker that leaves waits no longer than its patience',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 1', 'patience = 1']);
      const peer = await request(t, server, BIG_ANSWER);
      await server.quiet();
      const sent = performance.now();
      server.signal('SIGQUIT');
      t.note('a client reads nothing of its answer; sent SIGQUIT');
      await until(() => server.exited !== null, PATIENCE_MS / 3);
      const waited = performance.now() - sent;
      t.expect(server.exited !== null, { expected: 'the end after a second', saw: 'no end', looksLike: 'no-patience' });
      t.expect(waited > 980, {
        expected: 'the client to have a second',
        saw: `the end after ${Math.round(waited)} ms`,
        looksLike: 'cut-answer',
      });
      peer.close();
    }),
  { needs: [STOPS] },
);

graded(
  '14.5',
  1,
  'SIGQUIT: clients that wait in the queue of a listener are served before it is closed',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const server = await startService(t, folder, ['workers = 1'], { args: ['--listener', 'reuseport'] });
      const [worker = 0] = workersOf(server);
      process.kill(worker, 'SIGSTOP');
      await server.waitFor('the worker to be stopped', () => processInfo(worker)?.state === 'T');
      const peers = [await request(t, server), await request(t, server), await request(t, server)];
      server.signal('SIGQUIT');
      await t.step(`stopped worker ${worker}; three clients connected; sent SIGQUIT to the master`, () =>
        server.waitFor('SIGQUIT to reach the worker', () => hasSignal(worker, 'ShdPnd', SIGQUIT)),
      );
      process.kill(worker, 'SIGCONT');
      for (const peer of peers)
        await t.step('let the worker go on: each client gets its answer', () =>
          blaming('queue-lost', () => answerTo(peer)),
        );
      await endsWith(t, server, [worker], 'never-ends');
    }),
  { needs: [STOPS] },
);

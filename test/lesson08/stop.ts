import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { blockedIn, socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { blaming } from '../support/echo.ts';
import { BIG, BIG_BYTES, ended, fillFolder, letGo, SMALL, stalled } from '../support/pool.ts';
import { ask, expectFile, inFolder, rest } from '../support/train-answers.ts';
import { trainOf } from '../support/trains.ts';
import { graded, SERVES } from './lesson.ts';
import { busyIn, pool, served } from './servers.ts';
import { expectLocked } from './try.ts';

/** The server exits with status 0. */
async function expectEnd(t: TestContext, server: ObservedProgram, looksLike: string): Promise<void> {
  const exit = await t.step('the server exits', () => server.exit(() => looksLike));
  t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}`, looksLike });
}

graded(
  '08.6',
  3,
  'SIGTERM ends an idle pool',
  (t: TestContext) =>
    inFolder(async (folder) => {
      for (let round = 1; round <= 3; round++) {
        const server = await served(t, folder, ['--threads', '4']);
        t.note('sent SIGTERM while all threads slept');
        server.signal('SIGTERM');
        await expectEnd(t, server, 'one-woken');
      }
    }),
  { needs: [SERVES] },
);

graded(
  '08.6',
  3,
  'SIGTERM: the port closes, and accepted connections are still served',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { big, small } = fillFolder(folder);
      const server = await served(t, folder, ['--threads', '1', '--queue', '4']);
      const first = await stalled(t, server);
      await server.waitFor('a thread in write', () => busyIn(server, 'write'));
      const waiting = [await t.connect(server), await t.connect(server)];
      for (const peer of waiting) await peer.send(trainOf(SMALL));
      await server.waitFor('both to be accepted', () =>
        waiting.every((peer) => socketInodes(server.pid).has(peer.serverRow?.inode ?? -1)),
      );
      await server.quiet();
      server.signal('SIGTERM');
      await t.step('one client does not read, two wait in the queue; sent SIGTERM: the port closes', () =>
        server.waitFor('the listener to be closed', () => server.listener() === null),
      );
      const answer = await blaming('queue-dropped', () => t.step('the first client reads', () => rest(server, first)));
      t.expect(answer.complete, {
        expected: 'the whole file',
        saw: `${first.received.length} bytes of ${BIG_BYTES}`,
        looksLike: 'queue-dropped',
      });
      expectFile(answer, BIG, big);
      for (const peer of waiting) {
        const late = await rest(server, peer);
        t.expect(late.complete, {
          expected: 'an answer for each client that waited in the queue',
          saw: 'the end of the connection',
          looksLike: 'queue-dropped',
        });
        expectFile(late, SMALL, small);
      }
      await expectEnd(t, server, 'stop-waits');
    }),
  { needs: [SERVES] },
);

graded(
  '08.6',
  3,
  'SIGTERM ends the connections of silent clients',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(t, folder, ['--threads', '2']);
      const silent = await t.connect(server);
      const idle = await t.connect(server);
      await t.step('one client sends nothing; one has received a file and stays connected', async () =>
        expectFile(await ask(idle, SMALL), SMALL, small),
      );
      await server.waitFor('both threads in recv', () =>
        pool(server).every((tid) => (blockedIn(tid) ?? 'recv').startsWith('recv')),
      );
      server.signal('SIGTERM');
      t.note('sent SIGTERM');
      await expectEnd(t, server, 'stop-waits');
      for (const peer of [silent, idle]) await ended(server, peer, 'the end of the connection');
      await silentInQueue(t, folder);
    }),
  { needs: [SERVES] },
);

/** A client that sends nothing, and that no thread has taken yet when SIGTERM comes. */
async function silentInQueue(t: TestContext, folder: string): Promise<void> {
  const server = await served(t, folder, ['--threads', '1', '--queue', '4']);
  const busy = await stalled(t, server);
  await server.waitFor('a thread in write', () => busyIn(server, 'write'));
  const silent = await t.connect(server);
  await server.waitFor('it to be accepted', () => socketInodes(server.pid).has(silent.serverRow?.inode ?? -1));
  await server.quiet();
  server.signal('SIGTERM');
  await server.waitFor('the listener to be closed', () => server.listener() === null);
  await server.quiet();
  busy.reset();
  await blaming('entered-late', () =>
    t.step('one thread is busy, a silent client waits in the queue; sent SIGTERM; the busy client resets', () =>
      ended(server, silent, 'the end for the silent client'),
    ),
  );
  await expectEnd(t, server, 'entered-late');
}

const REQUESTS = 2000;
/** Answers that a stopped server may still give: a fourth of the requests that have arrived before the stop. */
const ANSWERS = 2000;

graded(
  '08.6',
  3,
  'SIGTERM: a client that goes on asking does not hold its thread',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(t, folder, ['--threads', '1']);
      const peer = await t.connect(server);
      expectFile(await ask(peer, SMALL), SMALL, small);
      const answer = peer.received.length;
      const requests = Buffer.concat(Array.from({ length: REQUESTS }, () => trainOf(SMALL)));
      let sent = 0;
      /** Fills the buffers of both sockets, so that the server never waits for it; true when the connection has ended. */
      const goesOn = (): boolean => {
        for (let taken = 1; taken > 0 && peer.ending === 'open'; sent = (sent + taken) % requests.length)
          taken = peer.offer(requests.subarray(sent));
        peer.pump();
        return peer.ending !== 'open';
      };
      const answers = (): number => Math.floor(peer.arrived / answer);
      await server.quiet();
      await server.frozen(() => {
        goesOn();
        server.signal('SIGTERM');
      });
      await server.waitFor('the port to be closed', () => goesOn() || server.listener() === null);
      const before = answers();
      await t.step('a client sends one request after the other and reads the answers; SIGTERM has come', () =>
        server.waitFor('the end of its connection', () => goesOn() || letGo(peer) || answers() - before > ANSWERS, {
          alive: false,
          diagnose: () => 'asks-on',
        }),
      );
      t.expect(answers() - before <= ANSWERS, {
        expected: 'the thread to look at serving.stopped after each answer',
        saw: `${answers() - before} answers after the port was closed, and no end`,
        looksLike: 'asks-on',
      });
      await expectEnd(t, server, 'asks-on');
    }),
  { needs: [SERVES] },
);

graded(
  '08.6',
  2,
  'a stop locks the mutex, and so does each use of the table',
  (t: TestContext) => expectLocked(t, ['stop', 'begin', 'end', 'serving.stop'], 'stop-unlocked'),
  { needs: [SERVES] },
);

/** The number of connections that this thread closed while they were in the table: it locked no mutex between recv and close. */
function closedInTable(lane: readonly TraceEvent[]): number {
  const closed = lane.flatMap((event, at) => (isCall(event, 'close') ? [{ fd: Number(event.args[0]), at }] : []));
  return closed.filter(({ fd, at }) => {
    const last = lane.slice(0, at).findLastIndex((event) => isCall(event, 'recv', fd));
    return last >= 0 && !lane.slice(last, at).some((event) => isCall(event, 'pthread_mutex_lock'));
  }).length;
}

graded(
  '08.6',
  2,
  'a connection leaves the table before it is closed',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const recording = t.record();
      const server = await served(t, folder, ['--threads', '2'], recording.env);
      await t.step('six clients received a file and ended their connections', async () => {
        for (let i = 0; i < 6; i++) {
          const peer = await t.connect(server);
          expectFile(await ask(peer, SMALL), SMALL, small);
          peer.halfClose();
          await ended(server, peer, 'the end of the connection');
        }
      });
      await server.quiet();
      const wrong = pool(server).reduce((sum, tid) => sum + closedInTable(recording.lane(tid)), 0);
      t.expect(wrong === 0, {
        expected: 'each thread to call serving.end, which locks the mutex, before it calls close',
        saw: `${wrong} of 6 connections closed first: the table still has the number, which may belong to another connection`,
        looksLike: 'closed-first',
      });
      server.signal('SIGTERM');
      t.note('sent SIGTERM');
      await expectEnd(t, server, 'closed-first');
    }),
  { needs: [SERVES] },
);

import { SIGKILL } from '#sys';
import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { blamingDeath } from '../support/echo.ts';
import { channelInodes, fillFolder, killOne, SMALL, SMALL_TEXT, workersOf } from '../support/pool.ts';
import { ask, expectFile, inFolder } from '../support/train-answers.ts';
import { graded, SERVER, SHARES } from './lesson.ts';
import { pool } from './pool.ts';

/** A deadline, because a parent in its pause is as quiet as one that never makes another worker. */
const PATIENCE_MS = 20_000;
const WORKERS = 2;

graded(
  '07.5',
  2,
  'fork fails: the other workers serve, and the missing worker is made later',
  (t: TestContext) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      await failsThrice(t, folder, 'fork', 'EAGAIN');
      await failsThrice(t, folder, 'socketpair', 'EMFILE');
    }),
  { needs: [SHARES] },
);

/** A worker dies, and `call` fails three times before another one can be made. */
async function failsThrice(t: TestContext, folder: string, call: string, error: string): Promise<void> {
  const failing = [1, 2, 3].map((i) => WORKERS + i);
  const server = await pool(t, folder, WORKERS, { faults: [{ calls: [call], error, at: failing }] });
  t.note(`in this run ${call} fails three times with ${error}, after the pool has been made`);
  const [victim = 0, other = 0] = workersOf(server);
  await blamingDeath(server, 'fork-fatal', () =>
    t.step(`killed worker ${victim}; a client asks for a file`, async () => {
      killOne(victim, SIGKILL);
      await server.waitFor('the dead worker to be reaped', () => processInfo(victim) === null);
      const peer = await t.connect(server);
      expectFile(await ask(peer, SMALL), SMALL, Buffer.from(SMALL_TEXT));
      peer.close();
    }),
  );
  await t.step('waited for another worker', () =>
    until(() => server.exited !== null || workersOf(server).length === WORKERS, PATIENCE_MS),
  );
  t.expect(server.exited === null && workersOf(server).length === WORKERS, {
    expected: `${WORKERS} workers again`,
    saw: server.exited === null ? `${workersOf(server).length}` : `the server ${describeExit(server.exited)}`,
    looksLike: 'fork-fatal',
  });
  t.expect(workersOf(server).includes(other), {
    expected: `worker ${other} to be one of them`,
    saw: workersOf(server).join(' '),
  });
  await server.quiet(); // the parent closes the worker's end after the fork
  const own = channelInodes(server.pid).length;
  t.expect(own === WORKERS, {
    expected: `${WORKERS} sockets of channels in the parent`,
    saw: `${own}: ends of channels to workers that were never made`,
    looksLike: 'channel-leaked',
  });
}

/** PAUSE_MS is 100: a timer ends none early. */
const LEAST_MS = 90;
const RESPAWNS = 8;
/** Only workers that die within the pause test it. On a busy machine they are few, so the test looks at more workers. */
const QUICK_DEATHS = 6;
const MOST_RESPAWNS = 80;

graded(
  '07.5',
  2,
  'workers that die at their start are replaced, with a pause before each',
  (t: TestContext) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const recording = t.record();
      const server = await t.start(SERVER, {
        args: ['--dir', folder, '--workers', String(WORKERS)],
        faults: [{ calls: ['fork'], signal: 'SIGKILL', inChild: true, every: 1 }],
        env: recording.env,
      });
      t.note('in this run each worker is killed as soon as it has been forked');
      let made = 0;
      const enough = (): boolean => {
        const now = server.log.filter((line) => line.includes(' on channel ')).length - WORKERS;
        if (now < RESPAWNS || now === made) return false;
        made = now;
        return made >= MOST_RESPAWNS || quickDeaths(recording.lane(server.pid)) >= QUICK_DEATHS;
      };
      await until(() => server.exited !== null || enough(), 2 * PATIENCE_MS);
      t.expect(server.exited === null && made >= RESPAWNS, {
        expected: `${RESPAWNS} more workers, made one after the other`,
        saw: server.exited === null ? `${made}` : `the server ${describeExit(server.exited)}`,
      });
      const pauses = pausesIn(recording.lane(server.pid));
      const shown = pauses.map((ms) => ms.toFixed(0)).slice(0, RESPAWNS);
      t.note(`between the forks: ${shown.join(', ')} ms`);
      const short = pauses.filter((ms) => ms < LEAST_MS).length;
      t.expect(short <= 2, {
        expected: 'a pause between two forks',
        saw: `${short} of ${pauses.length} new workers were made less than ${LEAST_MS} ms after the one before`,
        looksLike: 'respawn-loop',
      });
      server.signal('SIGTERM');
      const exit = await t.step('sent SIGTERM', () => server.exit());
      t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
    }),
  { needs: [SHARES] },
);

const forksIn = (lane: readonly TraceEvent[]): readonly TraceEvent[] => lane.filter((event) => isCall(event, 'fork'));

/** The number of workers that were reaped before the pause after their fork was over. */
function quickDeaths(lane: readonly TraceEvent[]): number {
  const reaped = new Map(lane.filter(({ name }) => name === 'reaps').map(({ args, begin }) => [args[0], begin]));
  return forksIn(lane).filter((fork) => (reaped.get(fork.result) ?? fork.begin + LEAST_MS) - fork.begin < LEAST_MS / 2)
    .length;
}

/**
 * The times between the forks that replaced a worker, in milliseconds: from the wait before the one to the other. The pause
 * begins after that wait, so a process that has to wait for a core does not shorten it.
 */
function pausesIn(lane: readonly TraceEvent[]): number[] {
  const waits = lane.filter((event) => WAITS.has(event.name));
  const forks = forksIn(lane).slice(WORKERS);
  return forks.slice(1).map(({ begin }, i) => {
    const before = forks[i]?.begin ?? begin;
    const wait = waits.findLast(({ end }) => end !== null && end <= before);
    return begin - (wait?.end ?? before);
  });
}

const WAITS: ReadonlySet<string> = new Set(['epoll_wait', 'epoll_pwait', 'poll', 'select', 'nanosleep', 'sigsuspend']);

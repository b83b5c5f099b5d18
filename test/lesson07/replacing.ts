import { SIGKILL } from '#sys';
import { processInfo } from '../../src/kit/proc.ts';
import { describeExit } from '../../src/kit/server.ts';
import { until } from '../../src/kit/wait.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import type { Bench } from '../support/bench.ts';
import { blamingDeath } from '../support/echo.ts';
import { channelInodes, fillFolder, killOne, SMALL, workersOf } from '../support/pool.ts';
import { isCall } from '../support/recording.ts';
import { ask, expectFile, inFolder } from '../support/train-answers.ts';
import { graded, SERVER, SHARES } from './lesson.ts';
import { pool } from './pool.ts';

/** A pause between two workers is no sign that nothing more will happen. */
const PATIENCE_MS = 20_000;
const WORKERS = 2;

graded(
  '07.5',
  2,
  'no process is to be had: those who are left serve, and the pool is whole again later',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const failing = [1, 2, 3].map((i) => WORKERS + i);
      const server = await pool(bench, folder, WORKERS, {
        faults: [{ calls: ['fork'], error: 'EAGAIN', at: failing }],
      });
      bench.note('in this run fork fails three times with EAGAIN, once the pool is made');
      const [victim = 0, other = 0] = workersOf(server);
      await blamingDeath(server, 'L07-B31', () =>
        bench.step(`killed worker ${victim}; a client asks for a file`, async () => {
          killOne(victim, SIGKILL);
          await server.waitFor('the dead worker to be reaped', () => processInfo(victim) === null);
          const peer = await bench.connect(server);
          expectFile(await ask(peer, SMALL), SMALL, small);
          peer.close();
        }),
      );
      await bench.step('and later there is another worker', () =>
        until(() => server.exited !== null || workersOf(server).length === WORKERS, PATIENCE_MS),
      );
      bench.expect(server.exited === null && workersOf(server).length === WORKERS, {
        expected: `${WORKERS} workers, after a while`,
        saw: server.exited === null ? `${workersOf(server).length}` : `the server ${describeExit(server.exited)}`,
        looksLike: 'L07-B31',
      });
      bench.expect(workersOf(server).includes(other), {
        expected: `worker ${other} to be one of them`,
        saw: workersOf(server).join(' '),
      });
      const own = channelInodes(server.pid).length;
      bench.expect(own === WORKERS, {
        expected: `${WORKERS} sockets of channels in the parent`,
        saw: `${own}: ends of channels to workers that were never made`,
        looksLike: 'L07-B33',
      });
    }),
  { needs: [SHARES] },
);

const RESPAWNS = 8;
/** Half the pause that server.ts asks for: a timer is never early, but a busy machine may put a fork off, once or twice. */
const LEAST_MS = 50;

graded(
  '07.5',
  3,
  'workers that die at their start are replaced, with a pause before each',
  (bench: Bench) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const recording = bench.record();
      const server = await bench.start(SERVER, {
        args: ['--dir', folder, '--workers', String(WORKERS)],
        faults: [{ calls: ['recvmsg'], error: 'ENOBUFS', every: 1 }],
        env: recording.env,
      });
      bench.note('in this run recvmsg fails: each worker dies as soon as it waits for a connection');
      const forks = (): readonly TraceEvent[] => recording.lane(server.pid).filter((event) => isCall(event, 'fork'));
      await until(() => server.exited !== null || forks().length >= WORKERS + RESPAWNS, PATIENCE_MS);
      bench.expect(server.exited === null && forks().length >= WORKERS + RESPAWNS, {
        expected: `${RESPAWNS} more workers, one after the other`,
        saw: server.exited === null ? `${forks().length - WORKERS}` : `the server ${describeExit(server.exited)}`,
      });
      const pauses = pausesIn(forks().slice(WORKERS, WORKERS + RESPAWNS));
      const shown = pauses.map((ms) => ms.toFixed(0)).join(', ');
      bench.note(`between the forks: ${shown} ms`);
      bench.expect(pauses.filter((ms) => ms < LEAST_MS).length <= 2, {
        expected: 'a pause between two forks',
        saw: `a new worker after ${shown} ms`,
        looksLike: 'L07-B32',
      });
      server.signal('SIGTERM');
      const exit = await bench.step('sent SIGTERM', () => server.exit());
      bench.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
    }),
  { needs: [SHARES] },
);

const pausesIn = (forks: readonly TraceEvent[]): number[] =>
  forks.slice(1).map(({ begin }, i) => begin - (forks[i]?.begin ?? begin));

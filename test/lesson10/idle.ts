import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { answered, answersOf, ask, frames, open } from './client.ts';
import { ANSWERS, graded } from './lesson.ts';
import { serve } from './start.ts';

const IDLE_MS = 2000;
const LONG_MS = 20_000;

graded(
  '10.5',
  7,
  'each loop closes its silent connections, and keeps clients that talk or wait for an answer',
  async (t: TestContext) => {
    const server = await serve(t, ['--loops', '2', '--gates', '--idle', String(IDLE_MS)]);
    const connected = performance.now();
    // Round robin: one loop has waits, silent, silent, the other one silent, talks, silent.
    const [waits, first] = [await t.connect(server), await t.connect(server)];
    const [second, talks] = [await t.connect(server), await t.connect(server)];
    const silent = [first, second, ...(await t.connectMany(server, 2))];
    await waits.send(frames(['login 1', 'interest 3']));
    await answered(waits, 1);
    const over = (): boolean => {
      for (const peer of [...silent, waits, talks]) peer.pump();
      return silent.every((peer) => peer.ending !== 'open') || waits.ending !== 'open' || talks.ending !== 'open';
    };
    await t.step(`--idle ${IDLE_MS}: two clients of each loop are silent, one waits for a job, one talks`, async () => {
      while (!over() && performance.now() - connected < LONG_MS) {
        await ask(talks, ['ping'], () => 'idle-wrong');
        await until(over, 100);
      }
    });
    const took = performance.now() - connected;
    t.expect(talks.ending === 'open', {
      expected: 'the client that talks to keep its connection',
      saw: `closed after ${Math.round(took)} ms`,
      looksLike: 'idle-wrong',
    });
    t.expect(waits.ending === 'open', {
      expected: 'the client that waits for its answer to keep its connection',
      saw: `closed after ${Math.round(took)} ms`,
      looksLike: 'waiting-idle',
    });
    const left = silent.filter((peer) => peer.ending === 'open').length;
    t.expect(left === 0, {
      expected: `the silent connections of both loops to be closed after ${IDLE_MS} ms`,
      saw: `${left} of ${silent.length} open after ${Math.round(took)} ms`,
      looksLike: left < silent.length ? 'active-hides' : 'idle-wrong',
    });
    t.expect(took >= IDLE_MS - 20, {
      expected: `no connection to be closed before ${IDLE_MS} ms`,
      saw: `closed after ${Math.round(took)} ms`,
      looksLike: 'idle-wrong',
    });
    open(server, 3);
    await until(() => answersOf(waits).length === 2 || waits.ending !== 'open', LONG_MS);
    const answer = performance.now();
    await until(() => {
      waits.pump();
      return waits.ending !== 'open';
    }, LONG_MS);
    const kept = performance.now() - answer;
    t.expect(answersOf(waits)[1] === 'interest 0', {
      expected: 'its answer for the client that waited',
      saw: answersOf(waits).slice(1).join(', ') || 'nothing',
      looksLike: 'waiting-idle',
    });
    t.expect(kept > IDLE_MS / 2, {
      expected: `this client to have ${IDLE_MS} ms again after its answer`,
      saw: `closed ${Math.round(kept)} ms after it`,
      looksLike: 'answer-no-life',
    });
    server.asked = true;
    await server.end();
  },
  { needs: [ANSWERS] },
);

import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { answered, answersOf, ask, frame, frames, open } from './client.ts';
import { ANSWERS, graded, OWNERS } from './lesson.ts';
import { serve } from './start.ts';

const ENDS = 'SIGTERM and SIGINT end an idle server';

graded(
  '10.7',
  3,
  ENDS,
  async (t: TestContext) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const server = await serve(t, ['--loops', '3', '--workers', '3']);
      if (signal === 'SIGINT') {
        const client = await t.connect(server);
        await ask(client, ['ping']);
        client.close();
        await server.waitFor('no connection', () => server.connections().length === 0);
      }
      await server.quiet();
      server.signal(signal);
      const looksLike = signal === 'SIGINT' ? 'not-forgotten' : 'loops-left';
      const exit = await t.step(
        `sent ${signal} while all threads slept, ${signal === 'SIGINT' ? 'after a client had come and gone' : 'before any client'}`,
        () => server.exit(() => looksLike),
      );
      t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
    }
  },
  { needs: [OWNERS] },
);

graded(
  '10.7',
  4,
  'SIGTERM: nobody new, running jobs finish, their answers are sent, then everything ends',
  async (t: TestContext) => {
    const server = await serve(t, ['--loops', '2', '--workers', '2', '--gates', '--grace', '60000']);
    const [waits, idle, also] = await t.connectMany(server, 3);
    if (waits === undefined || idle === undefined || also === undefined) throw new Error('three clients');
    await waits.send(frames(['login 1', 'interest 300', 'ping']));
    await also.send(frames(['login 2', 'interest 5', 'interest 301']));
    await ask(idle, ['ping']);
    for (const client of [waits, also]) await answered(client, 1);
    await server.quiet();
    server.signal('SIGTERM');
    await t.step('two clients wait for jobs, one is idle; sent SIGTERM: the port closes', () =>
      server.waitFor('the listener to be closed', () => server.listener() === null, { diagnose: () => 'still-open' }),
    );
    await server.quiet();
    t.expect(server.exited === null && answersOf(waits).length === 1, {
      expected: 'the server to wait for the jobs that run',
      saw: server.exited === null ? answersOf(waits).join(', ') : `the server ${describeExit(server.exited)}`,
      looksLike: 'jobs-dropped',
    });
    for (const days of [301, 5, 300]) open(server, days);
    await t.step('the jobs end', async () => {
      for (const client of [waits, also])
        await server.waitFor(
          'the end of the connection',
          () => {
            client.pump();
            return client.ending !== 'open';
          },
          { alive: false, diagnose: () => 'jobs-dropped' },
        );
    });
    const [first, second] = [answersOf(waits).join(), answersOf(also).join()];
    t.expect(first === 'account 1,interest 16,pong' && second === 'account 2,interest 0,interest 16', {
      expected: 'account 1, interest 16, pong for one, account 2, interest 0, interest 16 for the other',
      saw: `${first.replaceAll(',', ', ')}; ${second.replaceAll(',', ', ')}`,
      looksLike: 'jobs-dropped',
    });
    t.expect(waits.ending === 'eof' && also.ending === 'eof', {
      expected: 'an orderly end of both connections',
      saw: `${waits.ending}, ${also.ending}`,
      looksLike: 'jobs-dropped',
    });
    for (const client of [waits, idle, also]) client.close(); // otherwise the server waits a second for each FIN
    const exit = await server.exit(() => 'loops-left');
    t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
  },
  { needs: [ANSWERS] },
);

graded(
  '10.7',
  2,
  'a second SIGTERM does not wait',
  async (t: TestContext) => {
    const server = await serve(t, ['--workers', '1', '--gates']);
    const client = await t.connect(server);
    await client.send(frames(['login 1', 'interest 300']));
    await answered(client, 1);
    await server.quiet();
    server.signal('SIGTERM');
    await server.waitFor('the listener to be closed', () => server.listener() === null);
    await server.quiet();
    t.note('a job runs, and SIGTERM has come; the server waits for the job');
    server.signal('SIGTERM');
    const exit = await t.step('sent SIGTERM again', () => server.exit(() => 'waits-again'));
    t.expect(exit.code === 1, { expected: 'exit status 1, at once', saw: `the server ${describeExit(exit)}` });
  },
  { needs: [ANSWERS] },
);

const REQUEST = frame('x');
const ANSWER = frame('error login first');
const GRACE_MS = 1500;
/** Ten times the grace. */
const LATEST_MS = 15_000;

/** A client that asks without reading, until the server reads no more of it. Returns the number of requests that have arrived. */
async function unreadAnswers(t: TestContext, server: ObservedProgram, client: Peer): Promise<number> {
  const requests = Buffer.concat(Array<Buffer>(400_000).fill(REQUEST));
  const sent = await t.step('a client asks and asks, and reads no answer; the server sleeps', () =>
    client.fill(requests, () => 'unread'),
  );
  await server.quiet();
  const waiting = (client.row?.txQueue ?? 0) + (client.serverRow?.rxQueue ?? 0);
  return Math.floor((sent - waiting) / REQUEST.length);
}

graded(
  '10.7',
  3,
  'SIGTERM: a client that reads late gets all its answers, one that never reads is cut off after the grace',
  async (t: TestContext) => {
    const server = await serve(t, ['--loops', '2', '--grace', '60000']);
    const late = await t.connect(server, { receiveBuffer: 4096 });
    const count = await unreadAnswers(t, server, late);
    server.signal('SIGTERM');
    await server.waitFor('the listener to be closed', () => server.listener() === null);
    await server.quiet();
    await t.step('sent SIGTERM; then the client reads', () =>
      server.waitFor(
        'the end of the connection',
        () => {
          late.pump();
          return late.ending !== 'open';
        },
        { alive: false, progress: () => late.arrived, diagnose: () => 'ends-unsent' },
      ),
    );
    const whole = Buffer.concat(Array<Buffer>(count).fill(ANSWER));
    t.expect(late.received.equals(whole) && late.ending === 'eof', {
      expected: `${count} answers for ${count} requests, then the end of the stream`,
      saw: `${late.arrived / ANSWER.length} answers, then ${late.ending}`,
      looksLike: 'ends-unsent',
    });
    late.close();
    const exit = await server.exit(() => 'loops-left');
    t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });

    const impatient = await serve(t, ['--loops', '2', '--grace', String(GRACE_MS)]);
    await unreadAnswers(t, impatient, await t.connect(impatient, { receiveBuffer: 4096 }));
    impatient.asked = true;
    impatient.signal('SIGTERM');
    const since = performance.now();
    await t.step(`--grace ${GRACE_MS}: the client reads nothing; sent SIGTERM`, () =>
      until(() => impatient.exited, LATEST_MS),
    );
    const took = Math.round(performance.now() - since);
    t.expect(impatient.exited?.code === 0 && took >= GRACE_MS - 20, {
      expected: `exit status 0 after ${GRACE_MS} ms`,
      saw: `${impatient.exited === null ? 'it still runs' : `the server ${describeExit(impatient.exited)}`} after ${took} ms`,
      looksLike: impatient.exited === null ? 'no-grace' : undefined,
    });
  },
  { needs: [ENDS] },
);

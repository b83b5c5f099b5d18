import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { answered, answersOf, ask, frames, open } from './client.ts';
import { ANSWERS, graded, OWNERS } from './lesson.ts';
import { serve } from './start.ts';

graded(
  '10.7',
  3,
  'SIGTERM and SIGINT end an idle server',
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
  6,
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
  3,
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

/** 13.8: a stop, which waits for jobs and for bytes, and for no slot that rests. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { ANSWERS, graded, SERVER, WORKS } from './lesson.ts';
import { ask, ECHO, empty, open, PING, packet, packetsOf, WORK } from './wire.ts';

const LONG_MS = 12_000;
/** Jobs of one client, more than a queue for answers may hold. */
const JOBS = 1200;
const jobs = Array.from({ length: JOBS - 1 }, (_, i) => `0 job ${i}`);
const ECHOES = 20;

graded(
  '13.8',
  3,
  'SIGTERM: the jobs that run are answered, and no slot that rests is waited for',
  async (t: TestContext) => {
    const args = [
      '--gates',
      '--rest',
      '600000',
      '--workers',
      '1',
      '--jobs',
      String(2 * JOBS),
      '--packets',
      String(JOBS),
    ];
    const server = await t.start(SERVER, { args: [...args, '--buffer', '4096', '--grace', '60000'] });
    const [waits, idle, gone] = await t.connectMany(server, 3);
    if (waits === undefined || idle === undefined || gone === undefined) throw new Error('three clients');
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    await slow.send(Buffer.concat(Array.from({ length: ECHOES }, () => packet(ECHO, 'x'.repeat(10_000)))));
    await idle.send(packet(ECHO, 'damaged', 1));
    await ask(idle, [packet(PING)]);
    await ask(gone, [packet(PING)]);
    gone.close();
    await server.waitFor('three connections', () => server.connections().length === 3);
    await waits.send(Buffer.concat([packet(WORK, '5 first job'), ...jobs.map((text) => packet(WORK, text))]));
    await server.quiet();
    server.signal('SIGTERM');
    await t.step(
      `one client waits for ${JOBS} jobs, one is idle, one slow, the slot of one rests; sent SIGTERM: the port closes`,
      () =>
        server.waitFor('the listener to be closed', () => server.listener() === null, { diagnose: () => 'still-open' }),
    );
    await server.quiet();
    t.expect(server.exited === null, {
      expected: 'the server to wait for the job that runs',
      saw: `the server ${describeExit(server.exited)}`,
      looksLike: 'jobs-dropped',
    });
    open(server, 5);
    await t.step('the jobs are done: their answers, then the end of both connections', async () => {
      for (const client of [waits, idle]) await client.expectEnd('eof', () => 'jobs-dropped');
    });
    const got = packetsOf(waits);
    t.expect(got.join() === ['5 first job', ...jobs].map((text) => `${WORK} done ${text}`).join(), {
      expected: `${JOBS} answers, from "done 5 first job" to "done ${jobs.at(-1)}"`,
      saw: `${got.length}, from ${got[0] ?? 'none'} to ${got.at(-1) ?? 'none'}`,
      looksLike: got.length <= 1 ? 'jobs-dropped' : 'answer-dropped',
    });
    await t.step('the slow one reads what waits for it, then the end', () =>
      slow.expectEnd('any', () => 'no-patience'),
    );
    t.expect(packetsOf(slow).length === ECHOES && slow.ending === 'eof', {
      expected: `${ECHOES} echoes, and the end: --grace is a minute`,
      saw: `${packetsOf(slow).length}, and the connection: ${slow.ending}`,
      looksLike: 'no-patience',
    });
    for (const client of [waits, idle, slow]) client.close();
    const exit = await t.step('all clients close: the server ends', () => server.exit(() => 'waits-for-rest'));
    t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
    t.expect(server.log.at(-1)?.endsWith(' 1 packets had a wrong CRC') === true, {
      expected: 'one dropped packet in the log',
      saw: server.log.at(-1) ?? 'no log',
      looksLike: 'dropped-uncounted',
    });
  },
  { needs: [WORKS] },
);

graded(
  '13.8',
  2,
  'SIGTERM with no client, and a client that does not read: the stop is bounded',
  async (t: TestContext) => {
    const never = await t.start(SERVER, { args: ['--workers', '1'] });
    await never.quiet();
    never.signal('SIGTERM');
    const exit = await t.step('nobody has ever connected; sent SIGTERM', () => never.exit(() => 'stop-needs-client'));
    t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
    const idle = await t.start(SERVER, { args: ['--rest', '600000'] });
    const left = await t.connect(idle);
    await ask(left, [packet(PING)]);
    left.close();
    await empty(idle);
    await idle.quiet();
    idle.signal('SIGTERM');
    const first = await t.step('a client has come and gone; sent SIGTERM', () => idle.exit(() => 'waits-for-rest'));
    t.expect(first.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(first)}` });
    const server = await t.start(SERVER, { args: ['--buffer', '4096', '--bytes', '4000000', '--grace', '500'] });
    const stuck = await t.connect(server, { receiveBuffer: 4096 });
    await stuck.send(Buffer.concat(Array.from({ length: 50 }, () => packet(ECHO, 'x'.repeat(20_000)))));
    await server.quiet();
    server.signal('SIGTERM');
    const second = await t.step('a client reads nothing while a megabyte waits; sent SIGTERM (--grace 500)', () =>
      until(() => server.exited, LONG_MS),
    );
    t.expect(second?.code === 0, {
      expected: 'exit status 0, after the grace',
      saw: `the server ${describeExit(second)}`,
      looksLike: second === null ? 'no-grace' : undefined,
    });
  },
  { needs: [ANSWERS] },
);

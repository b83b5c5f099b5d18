import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { bugAt, expectEndByBug } from '../support/bugs.ts';
import { ACCEPTS } from '../support/calls.ts';
import { blaming, blamingDeath } from '../support/echo.ts';
import { childOf, graded, HELLO, SERVER, TWO } from './lesson.ts';

graded(
  '02.3',
  4,
  'goes on when accept is interrupted',
  async (t: TestContext) => {
    const recording = t.record();
    const server = await t.start(SERVER, {
      env: recording.env,
      faults: [{ calls: ACCEPTS, error: 'EINTR', every: 2 }],
    });
    t.note('every second accept of this run fails with EINTR, as after a signal handler');
    for (let i = 1; i <= 3; i++) {
      await t.step(`client ${i}: connected, got its echo, closed`, () =>
        blamingDeath(server, 'fatal-eintr', async () => {
          const client = await t.connect(server);
          await client.exchange(HELLO);
          childOf(t, server, client);
          client.close();
        }),
      );
    }
    const interrupted = recording
      .lane(server.pid)
      .filter((event) => event.error === 'EINTR' && ACCEPTS.some((name) => isCall(event, name)));
    t.expect(interrupted.length > 0, {
      expected: 'an accept of the parent that was interrupted',
      saw: 'none: accept was called less than twice',
    });
  },
  { needs: [TWO] },
);

graded(
  '02.3',
  8,
  'stops on SIGTERM once the open conversation has ended',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const client = await t.connect(server);
    await t.step('connected a client; it got its echo', () => client.exchange(HELLO));
    const child = childOf(t, server, client);
    server.signal('SIGTERM');
    await t.step('sent SIGTERM to the parent; its port closes', () =>
      blaming('abrupt-stop', () =>
        server.waitFor('no listening socket', () => !allListeners().some((row) => row.localPort === server.port), {
          alive: false,
        }),
      ),
    );
    server.signal('SIGINT');
    await t.step('sent SIGINT too; the client got another echo', () =>
      blaming('abrupt-stop', () => client.exchange(Buffer.from('still served'))),
    );
    await server.quiet();
    t.expect(server.exited === null, {
      expected: 'the parent still waiting for its child',
      saw: `the server ${describeExit(server.exited)}`,
      looksLike: 'abrupt-stop',
    });
    t.expect(childOf(t, server, client) === child, {
      expected: `the child ${child} to serve its client to the end`,
      saw: 'another process that serves it',
    });
    client.close();
    const exit = await t.step('closed the client; the server exits', () => server.exit(() => 'abrupt-stop'));
    t.expect(exit.code === 0, {
      expected: 'exit status 0',
      saw: `the server ${describeExit(exit)}`,
      looksLike: 'abrupt-stop',
    });
  },
  { needs: [TWO] },
);

graded(
  '02.3',
  2,
  'ends on an error that is a bug while it waits for its children',
  async (t: TestContext) => {
    const server = await t.start(SERVER, bugAt('waitpid'));
    const client = await t.connect(server);
    await t.step('connected a client; it got its echo', () => client.exchange(HELLO));
    childOf(t, server, client);
    server.signal('SIGTERM');
    await t.step('sent SIGTERM; the first waitpid throws an Error that is no SystemError', () => server.quiet());
    client.close();
    await expectEndByBug(t, server, 'bug-in-wait');
  },
  { needs: [TWO] },
);

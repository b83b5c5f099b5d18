import { EPOLLIN } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { expectEndByError } from '../support/bugs.ts';
import { ACCEPTS as CALLS } from '../support/calls.ts';
import { blaming, blamingDeath } from '../support/echo.ts';
import { has, interestIn, leaveRoomFor, maskText } from '../support/epoll.ts';
import { ACCEPTS, graded, TRY } from './lesson.ts';

graded(
  '09.5',
  4,
  ACCEPTS,
  async (t: TestContext) => {
    const server = await t.start(TRY, { args: ['--part', 'acceptor'] });
    await server.quiet();
    const clients = await t.step('stopped the server; 100 clients connected; continued it', () =>
      server.frozen(() => t.connectMany(server, 100)),
    );
    await t.step('each client gets its greeting', () =>
      server.waitFor('100 greetings', () =>
        clients.every((client) => {
          client.pump();
          return client.received.toString() === 'hello\n';
        }),
      ),
    );
    await server.quiet(() => 'timer-unread');
    const interest = interestIn(server, server.listener()?.inode ?? 0);
    t.expect(has(interest, EPOLLIN), { expected: 'the listener to be watched', saw: maskText(interest) });
    server.stdin?.end();
    await server.exit();
  },
  { needs: ['timers expire in order and repeat, and the loop sleeps between them'] },
);

graded(
  '09.5',
  4,
  'without free descriptors the acceptor sleeps, and goes on when one is free',
  async (t: TestContext) => {
    const server = await t.start(TRY, { args: ['--part', 'acceptor'] });
    await server.quiet();
    leaveRoomFor(server, 2);
    const clients = await t.connectMany(server, 5);
    await t.step('two descriptors are free, five clients connect; the program sleeps', () =>
      server.quiet(() => 'emfile'),
    );
    const greeted = (): number =>
      clients.filter((client) => {
        client.pump();
        return client.received.length > 0;
      }).length;
    t.expect(greeted() === 2 && server.exited === null, {
      expected: 'two of five clients greeted, three in the queue',
      saw: server.exited === null ? `${greeted()}` : `the program ${describeExit(server.exited)}`,
      looksLike: 'emfile',
    });
    server.stdin?.write('x');
    await blaming('emfile', () =>
      t.step('the program closes one connection: a third client is greeted', () =>
        server.waitFor('a third greeting', () => greeted() === 3),
      ),
    );
    server.stdin?.end();
    await server.exit();
  },
  { needs: [ACCEPTS] },
);

graded(
  '09.5',
  2,
  'goes on after a connection that has gone, and ends on an error that it does not know',
  async (t: TestContext) => {
    const server = await t.start(TRY, {
      args: ['--part', 'acceptor'],
      faults: [{ calls: CALLS, error: 'ECONNABORTED', at: [1] }],
    });
    const client = await t.connect(server);
    await blamingDeath(server, 'fatal-abort', () =>
      t.step('the first accept of this run fails with ECONNABORTED; a client gets its greeting', () =>
        server.waitFor(
          'a greeting',
          () => {
            client.pump();
            return client.received.length > 0;
          },
          { diagnose: () => 'fatal-abort' },
        ),
      ),
    );
    server.stdin?.end();
    await server.exit();
    const other = await t.start(TRY, {
      args: ['--part', 'acceptor'],
      faults: [{ calls: CALLS, error: 'ENOTSOCK', at: [1] }],
    });
    await t.connect(other);
    t.note('a client connected to another server, whose first accept fails with ENOTSOCK');
    await expectEndByError(t, other, 'accept4 cannot succeed later, ENOTSOCK is a bug', 'every-error', 'ENOTSOCK');
  },
  { needs: [ACCEPTS] },
);

import { EPOLLIN } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming } from '../support/echo.ts';
import { has, interestIn, leaveRoomFor, maskText } from '../support/epoll.ts';
import { ACCEPTS, graded, TRY } from './lesson.ts';

graded(
  '09.5',
  5,
  ACCEPTS,
  async (t: TestContext) => {
    const server = await t.start(TRY, { args: ['--part', 'acceptor'] });
    await server.quiet();
    const clients = await t.step('froze it; 100 clients connected; thawed it', () =>
      server.frozen(() => t.connectMany(server, 100)),
    );
    await t.step('each gets its greeting', () =>
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
  { needs: ['timers: in order, again, and asleep between them'] },
);

graded(
  '09.5',
  5,
  'no descriptors left: it neither ends nor spins, and goes on when there are some',
  async (t: TestContext) => {
    const server = await t.start(TRY, { args: ['--part', 'acceptor'] });
    await server.quiet();
    leaveRoomFor(server, 2);
    const clients = await t.connectMany(server, 5);
    await t.step('room for two descriptors; five clients connect: two are greeted, and it sleeps', () =>
      server.quiet(() => 'emfile'),
    );
    const greeted = (): number =>
      clients.filter((client) => {
        client.pump();
        return client.received.length > 0;
      }).length;
    t.expect(greeted() === 2 && server.exited === null, {
      expected: 'two of five greeted, three in the queue',
      saw: server.exited === null ? `${greeted()}` : `the program ${describeExit(server.exited)}`,
      looksLike: 'emfile',
    });
    server.stdin?.write('x');
    await blaming('emfile', () =>
      t.step('it closes one connection: a third one is greeted', () =>
        server.waitFor('a third greeting', () => greeted() === 3),
      ),
    );
    server.stdin?.end();
    await server.exit();
  },
  { needs: [ACCEPTS] },
);

import { EPOLLIN } from '#sys';
import type { Bench } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming } from '../support/echo.ts';
import { has, interestIn, leaveRoomFor, maskText } from '../support/epoll.ts';
import { ACCEPTS, graded, TRY } from './lesson.ts';

graded(
  '09.5',
  5,
  ACCEPTS,
  async (bench: Bench) => {
    const server = await bench.start(TRY, { args: ['--part', 'acceptor'] });
    await server.quiet();
    const clients = await bench.step('froze it; 100 clients connected; thawed it', () =>
      server.frozen(() => bench.connectMany(server, 100)),
    );
    await bench.step('each gets its greeting', () =>
      server.waitFor('100 greetings', () =>
        clients.every((client) => {
          client.pump();
          return client.received.toString() === 'hello\n';
        }),
      ),
    );
    await server.quiet(() => 'L09-B11');
    const interest = interestIn(server, server.listener()?.inode ?? 0);
    bench.expect(has(interest, EPOLLIN), { expected: 'the listener to be watched', saw: maskText(interest) });
    server.stdin?.end();
    await server.exit();
  },
  { needs: ['timers: in order, again, and asleep between them'] },
);

graded(
  '09.5',
  5,
  'no descriptors left: it neither ends nor spins, and goes on when there are some',
  async (bench: Bench) => {
    const server = await bench.start(TRY, { args: ['--part', 'acceptor'] });
    await server.quiet();
    leaveRoomFor(server, 2);
    const clients = await bench.connectMany(server, 5);
    await bench.step('room for two descriptors; five clients connect: two are greeted, and it sleeps', () =>
      server.quiet(() => 'L09-B07'),
    );
    const greeted = (): number =>
      clients.filter((client) => {
        client.pump();
        return client.received.length > 0;
      }).length;
    bench.expect(greeted() === 2 && server.exited === null, {
      expected: 'two of five greeted, three in the queue',
      saw: server.exited === null ? `${greeted()}` : `the program ${describeExit(server.exited)}`,
      looksLike: 'L09-B07',
    });
    server.stdin?.write('x');
    await blaming('L09-B07', () =>
      bench.step('it closes one connection: a third one is greeted', () =>
        server.waitFor('a third greeting', () => greeted() === 3),
      ),
    );
    server.stdin?.end();
    await server.exit();
  },
  { needs: [ACCEPTS] },
);

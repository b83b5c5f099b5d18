import type { Bench } from '../../src/grading/test-context.ts';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming, blamingDeath } from '../support/echo.ts';
import { graded, HELLO, SERVER, TWO } from './lesson.ts';

graded(
  '02.3',
  5,
  'goes on when accept is interrupted',
  async (bench: Bench) => {
    const server = await bench.start(SERVER, { faults: [{ calls: ['accept', 'accept4'], error: 'EINTR', every: 2 }] });
    bench.note('every second accept of this run ends in EINTR, as when a signal handler ran');
    for (let i = 1; i <= 3; i++) {
      await bench.step(`client ${i}: connected, got its echo, closed`, () =>
        blamingDeath(server, 'L02-B04', async () => {
          const client = await bench.connect(server);
          await client.exchange(HELLO);
          client.close();
        }),
      );
    }
  },
  { needs: [TWO] },
);

graded(
  '02.3',
  9,
  'stops on SIGTERM once the open conversation has ended',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await bench.step('connected a client; it got its echo', () => client.exchange(HELLO));
    server.signal('SIGTERM');
    await bench.step('sent SIGTERM to the parent; its port closes', () =>
      blaming('L02-B13', () =>
        server.waitFor('no listening socket', () => !allListeners().some((row) => row.localPort === server.port), {
          alive: false,
        }),
      ),
    );
    server.signal('SIGINT');
    await bench.step('sent SIGINT too; the client got another echo', () =>
      blaming('L02-B13', () => client.exchange(Buffer.from('still served'))),
    );
    await server.quiet();
    bench.expect(server.exited === null, {
      expected: 'the parent to wait for its child',
      saw: `the server ${describeExit(server.exited)}`,
      looksLike: 'L02-B13',
    });
    client.close();
    const exit = await bench.step('closed the client; the server exits', () => server.exit(() => 'L02-B13'));
    bench.expect(exit.code === 0, {
      expected: 'exit status 0',
      saw: `the server ${describeExit(exit)}`,
      looksLike: 'L02-B13',
    });
  },
  { needs: [TWO] },
);

import { EPOLLOUT } from '#sys';
import type { Bench } from '../../src/grading/test-context.ts';
import { blamingDeath } from '../support/echo.ts';
import { has, interestOf, maskText } from '../support/epoll.ts';
import { fill, slowReader, smallBites } from './late-reader.ts';
import { graded, HELLO, LEVEL, SERVES, WATCHES } from './lesson.ts';
import { modes } from './modes.ts';
import { outOfDescriptors } from './out-of-descriptors.ts';
import { burst, inTurn } from './several-clients.ts';

graded('04.2', 7, SERVES, (bench: Bench) => inTurn(bench, LEVEL), { needs: [WATCHES] });

graded('04.2', 3, 'level: takes all of five connections that came at once', (bench: Bench) => burst(bench, LEVEL), {
  needs: [SERVES],
});

graded('04.2', 3, 'level: watches for input only, without blocking', (bench: Bench) => modes(bench, LEVEL, false), {
  needs: [SERVES],
});

async function interrupted(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file, { faults: [{ calls: ['epoll_wait'], error: 'EINTR', every: 2 }] });
  bench.note('every second epoll_wait of this run ends in EINTR, as after SIGSTOP and SIGCONT');
  await bench.step('a client got its echo three times', () =>
    blamingDeath(server, 'L04-B13', async () => {
      const client = await bench.connect(server);
      for (let i = 0; i < 3; i++) await client.exchange(HELLO);
    }),
  );
}

graded('04.2', 3, 'level: goes on when epoll_wait is interrupted', (bench: Bench) => interrupted(bench, LEVEL), {
  needs: [SERVES],
});

graded(
  '04.2',
  4,
  'level: has patience when there are no descriptors left',
  (bench: Bench) => outOfDescriptors(bench, LEVEL),
  { needs: [SERVES] },
);

graded(
  '04.3',
  3,
  'level: sends on when a write takes only a part',
  (bench: Bench) => smallBites(bench, LEVEL, 'L04-B06'),
  {
    needs: [SERVES],
  },
);

graded(
  '04.3',
  5,
  'level: loses nothing of a client that reads late',
  (bench: Bench) => slowReader(bench, LEVEL, { lost: 'L04-B06' }),
  { needs: [SERVES] },
);

graded(
  '04.3',
  8,
  'level: asks for EPOLLOUT only while there is something to write',
  async (bench: Bench) => {
    const server = await bench.start(LEVEL);
    const slow = await bench.connect(server, { receiveBuffer: 4096 });
    await bench.step('a client sent without reading, until nobody took any more, or 10 MB', () =>
      fill(server, slow, Buffer.alloc(10_000_000)),
    );
    const stalled = interestOf(server, slow);
    bench.expect(has(stalled, EPOLLOUT), {
      expected: 'the connection to be watched for EPOLLOUT, now that bytes wait for room',
      saw: maskText(stalled),
      looksLike: 'L04-B06',
    });
    slow.halfClose();
    await bench.step('it read everything', () =>
      server.waitFor('the end of the stream', () => {
        slow.pump();
        return slow.ending !== 'open';
      }),
    );
    const next = await bench.connect(server);
    await next.exchange(HELLO);
    await bench.step('with an idle client connected, the server sleeps', () => server.quiet(() => 'L04-B05'));
    const idle = interestOf(server, next);
    bench.expect(!has(idle, EPOLLOUT), {
      expected: 'no EPOLLOUT for a client that has its echo',
      saw: maskText(idle),
      looksLike: 'L04-B05',
    });
  },
  { needs: [SERVES] },
);

import { EPOLLOUT } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { WRITES } from '../support/calls.ts';
import { blamingDeath } from '../support/echo.ts';
import { has, interestOf, maskText } from '../support/epoll.ts';
import { outOfDescriptors } from '../support/out-of-descriptors.ts';
import { smallBites } from '../support/small-bites.ts';
import { acceptFails, waitFails } from './calls-fail.ts';
import { fill, slowReader } from './late-reader.ts';
import { graded, HELLO, LEVEL, SERVES, WATCHES } from './lesson.ts';
import { modes } from './modes.ts';
import { burst, inTurn } from './several-clients.ts';

graded('04.2', 6, SERVES, (t: TestContext) => inTurn(t, LEVEL), { needs: [WATCHES] });

graded('04.2', 3, 'level: accepts all of five connections that came at once', (t: TestContext) => burst(t, LEVEL), {
  needs: [SERVES],
});

graded('04.2', 3, 'level: watches non-blocking sockets for EPOLLIN only', (t: TestContext) => modes(t, LEVEL, false), {
  needs: [SERVES],
});

async function interrupted(t: TestContext, file: string): Promise<void> {
  const server = await t.start(file, { faults: [{ calls: ['epoll_wait'], error: 'EINTR', every: 2 }] });
  t.note('every second epoll_wait of this run fails with EINTR, as after SIGSTOP and SIGCONT');
  await t.step('a client got its echo three times', () =>
    blamingDeath(server, 'fatal-eintr', async () => {
      const client = await t.connect(server);
      for (let i = 0; i < 3; i++) await client.exchange(HELLO);
    }),
  );
}

graded('04.2', 2, 'level: continues when epoll_wait is interrupted', (t: TestContext) => interrupted(t, LEVEL), {
  needs: [SERVES],
});

graded(
  '04.2',
  2,
  'level: sleeps while no descriptors are left, and accepts again later',
  (t: TestContext) => outOfDescriptors(t, LEVEL),
  { needs: [SERVES] },
);

graded('04.2', 2, 'level: ends on an error of epoll_wait that is no interruption', (t) => waitFails(t, LEVEL), {
  needs: [SERVES],
});

graded('04.2', 2, 'level: accepts the next connection after one that has failed', (t) => acceptFails(t, LEVEL), {
  needs: [SERVES],
});

graded(
  '04.3',
  3,
  'level: sends the rest after a short write',
  (t: TestContext) => smallBites(t, LEVEL, 'dropped-output', [{ calls: WRITES, error: 'EAGAIN', every: 3 }]),
  {
    needs: [SERVES],
  },
);

graded(
  '04.3',
  4,
  'level: loses no bytes of a client that reads late',
  (t: TestContext) => slowReader(t, LEVEL, { lost: 'dropped-output' }),
  { needs: [SERVES] },
);

graded(
  '04.3',
  7,
  'level: asks for EPOLLOUT only while bytes are pending',
  async (t: TestContext) => {
    const server = await t.start(LEVEL);
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    await t.step('a client sent without reading, until its send would block, or 10 MB', () =>
      fill(server, slow, Buffer.alloc(10_000_000)),
    );
    const stalled = interestOf(server, slow);
    t.expect(has(stalled, EPOLLOUT), {
      expected: 'the connection to be watched for EPOLLOUT while bytes wait for room',
      saw: maskText(stalled),
      looksLike: 'dropped-output',
    });
    slow.halfClose();
    await t.step('the client read everything', () =>
      server.waitFor('the end of the stream', () => {
        slow.pump();
        return slow.ending !== 'open';
      }),
    );
    const next = await t.connect(server);
    await next.exchange(HELLO);
    await t.step('with an idle client connected, the server sleeps', () => server.quiet(() => 'always-out'));
    const idle = interestOf(server, next);
    t.expect(!has(idle, EPOLLOUT), {
      expected: 'no EPOLLOUT for a client that has all of its echo',
      saw: maskText(idle),
      looksLike: 'always-out',
    });
  },
  { needs: [SERVES] },
);

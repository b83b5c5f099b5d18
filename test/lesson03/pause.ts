import { prlimit, RLIMIT_NOFILE } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { leaveRoomFor } from '../support/epoll.ts';
import { graded, HELLO, SERVES, startServer } from './lesson.ts';
import { expectTimeGiven } from './time-given.ts';

const PAUSE_MS = 1000;
/** Far longer than the pause. */
const LONG_MS = 15_000;

graded(
  '03.5',
  2,
  'accepts again after a pause, though no client has left',
  async (t: TestContext) => {
    const waiting = await t.step('two servers: no descriptor is left for a client of each (prlimit)', () =>
      Promise.all(
        ['0', '60000'].map(async (tick) => {
          const server = await startServer(t, { args: ['--tick', tick] });
          leaveRoomFor(server, 0);
          const client = await t.connect(server);
          await client.send(HELLO);
          await server.quiet(() => 'no-descriptors');
          if (tick === '0') await expectTimeGiven(t, server, PAUSE_MS); // it has no other time to wait for
          const { hard } = prlimit(server.pid, RLIMIT_NOFILE);
          prlimit(server.pid, RLIMIT_NOFILE, { soft: hard, hard });
          return { server, client, tick };
        }),
      ),
    );
    for (const { server, client, tick } of waiting) {
      const echoed = await t.step(
        `the limit is lifted; the client of the server with --tick ${tick} gets its echo`,
        () =>
          until(() => {
            client.pump();
            return client.received.length >= HELLO.length;
          }, LONG_MS),
      );
      t.expect(echoed !== null && client.received.equals(HELLO), {
        expected: 'its echo, after a pause of a second',
        saw: `${client.received.length} bytes in ${LONG_MS / 1000} s`,
        kernel: server.describeProcesses(),
        looksLike: 'no-retry',
      });
    }
  },
  { needs: [SERVES] },
);

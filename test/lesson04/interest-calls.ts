import { EPOLL_CTL_ADD, EPOLL_CTL_DEL } from '#sys';
import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import { graded, HELLO, LEVEL, SERVES } from './lesson.ts';

// A mask that is set again, and a descriptor that is only closed, leave the same list: only the recorded calls differ.
graded(
  '04.3',
  2,
  'level: makes an epoll_ctl call for a new mask only, and before close',
  async (t: TestContext) => {
    const recording = t.record();
    const server = await t.start(LEVEL, { env: recording.env });
    const client = await t.connect(server);
    await t.step('a client got its echo three times, and left', async () => {
      for (let i = 0; i < 3; i++) await client.exchange(HELLO);
    });
    const fd = socketInodes(server.pid).get(client.serverRow?.inode ?? 0) ?? -1;
    client.close();
    await server.quiet();
    const calls = recording.lane(server.pid).filter((event) => event.kind === 'call');
    const closed = calls.findLastIndex((event) => isCall(event, 'close', fd));
    const changes = calls
      .slice(0, closed)
      .filter(({ name, args }) => name === 'epoll_ctl' && args[2] === fd)
      .map(({ args }) => args[1]);
    t.expect(changes.at(-1) === EPOLL_CTL_DEL, {
      expected: 'EPOLL_CTL_DEL for the descriptor of the client before close',
      saw: `epoll_ctl calls before close: ${changes.length}, none of them EPOLL_CTL_DEL`,
      looksLike: 'not-removed',
    });
    t.expect(changes.length === 2 && changes[0] === EPOLL_CTL_ADD, {
      expected: 'two epoll_ctl calls for an idle client that never had pending bytes: ADD and DEL',
      saw: `${changes.length}`,
      looksLike: 'needless-calls',
    });
  },
  { needs: [SERVES] },
);

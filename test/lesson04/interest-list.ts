import { EPOLLET, EPOLLIN } from '#sys';
import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { has, interestIn, maskText } from '../support/epoll.ts';
import { graded, LEVEL, WATCHES } from './lesson.ts';

graded('04.1', 8, WATCHES, async (t: TestContext) => {
  const recording = t.record();
  const server = await t.start(LEVEL, { env: recording.env });
  const inode = server.listener()?.inode ?? 0;
  await t.step('waited until the listener is in an epoll interest list (/proc/PID/fdinfo)', () =>
    server.waitFor('the listener in an interest list', () => interestIn(server, inode) !== null),
  );
  const interest = interestIn(server, inode);
  t.expect(has(interest, EPOLLIN) && !has(interest, EPOLLET), {
    expected: 'the listener to be watched for EPOLLIN, level-triggered',
    saw: maskText(interest),
    looksLike: has(interest, EPOLLET) ? 'wrong-mode' : undefined,
  });
  await t.step('the server sleeps', () => server.quiet());
  t.expect(
    recording.lane(server.pid).some((event) => isCall(event, 'epoll_ctl')),
    {
      expected: 'an epoll_ctl call of the program itself',
      saw: 'none: the list is that of the event loop of Node',
      looksLike: 'node-loop',
    },
  );
});

import { EPOLLET, EPOLLIN } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { has, interestIn, maskText } from '../support/epoll.ts';
import { graded, LEVEL, WATCHES } from './lesson.ts';

graded('04.1', 8, WATCHES, async (t: TestContext) => {
  const server = await t.start(LEVEL);
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
});

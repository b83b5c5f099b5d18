import { EPOLLET, EPOLLIN } from '#sys';
import type { Bench } from '../../src/grading/test-context.ts';
import { has, interestIn, maskText } from '../support/epoll.ts';
import { graded, LEVEL, WATCHES } from './lesson.ts';

graded('04.1', 8, WATCHES, async (bench: Bench) => {
  const server = await bench.start(LEVEL);
  const inode = server.listener()?.inode ?? 0;
  await bench.step('waited until the listener is in an epoll interest list (/proc/PID/fdinfo)', () =>
    server.waitFor('the listener in an interest list', () => interestIn(server, inode) !== null),
  );
  const interest = interestIn(server, inode);
  bench.expect(has(interest, EPOLLIN) && !has(interest, EPOLLET), {
    expected: 'the listener to be watched for EPOLLIN, level-triggered',
    saw: maskText(interest),
    looksLike: has(interest, EPOLLET) ? 'L04-B15' : undefined,
  });
  await bench.step('it sleeps', () => server.quiet());
});

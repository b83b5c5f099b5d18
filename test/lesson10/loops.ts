import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { graded, READY, STARTS, TASKS } from './lesson.ts';
import { eventLoops } from './lists.ts';
import { ended, LONG_MS, serve } from './start.ts';
import { lines, part } from './try.ts';

graded(
  '10.2',
  4,
  READY,
  async (t: TestContext) => {
    const program = await part(t, 'loops', ['--threads', '4']);
    await t.step('four threads start', () =>
      program.waitFor('four READY', () => lines(program).filter((line) => line.endsWith('is ready')).length === 4, {
        diagnose: () => 'not-ready',
        within: LONG_MS,
      }),
    );
    await program.quiet(() => 'unread');
    const seen = lines(program);
    const loops = seen.slice(0, 4).sort().join();
    t.expect(loops === [0, 1, 2, 3].map((i) => `loop ${i} is ready`).join() && seen[4] === 'all are ready', {
      expected: 'READY from the loops 0, 1, 2 and 3, and countReady to be true at the last one',
      saw: seen.join(', '),
      looksLike: seen.indexOf('all are ready') === 4 ? undefined : 'early-ready',
    });
    const watched = eventLoops(program.pid).filter((list) => list.length >= 3);
    t.expect(watched.length === 5, {
      expected: 'five loops, each of which watches its queue: four, and that of the main thread',
      saw: `${watched.length}`,
      kernel: eventLoops(program.pid).map((list) => `an epoll list with ${list.length} descriptors`),
    });
    const joined = (): boolean => lines(program).some((line) => line.startsWith('joined'));
    program.stdin?.write('quit\n');
    await t.step('QUIT to each loop, then join', () =>
      program.waitFor('all threads to be joined', joined, { within: LONG_MS }),
    );
    await program.quiet(() => 'unread');
    const left = eventLoops(program.pid);
    t.expect(left.length === 1, {
      expected: 'one loop that is not closed: that of the main thread',
      saw: `${left.length} epoll descriptors with a timerfd, after the threads have ended`,
      kernel: left.map((list) => `an epoll list with ${list.length} descriptors`),
      looksLike: 'loop-not-closed',
    });
    program.stdin?.end();
    const exit = await ended(program, () => undefined);
    t.expect(exit.code === 0 && lines(program).at(-1) === 'joined 0 0 0 0', {
      expected: 'joined 0 0 0 0',
      saw: `${lines(program).at(-1)}; the program ${describeExit(exit)}`,
    });
  },
  { needs: [TASKS] },
);

graded(
  '10.2',
  4,
  'a QUIT that comes before the loop runs is not lost',
  async (t: TestContext) => {
    const program = await part(t, 'early', ['--threads', '3']);
    const exit = await t.step('posted QUIT while the threads started, then join', () =>
      ended(program, () => 'quit-lost'),
    );
    t.expect(exit.code === 0 && lines(program).join() === 'joined 0 0 0', {
      expected: 'joined 0 0 0',
      saw: `${lines(program).join(', ')}; the program ${describeExit(exit)}`,
    });
  },
  { needs: [TASKS] },
);

graded(
  '10.2',
  4,
  STARTS,
  async (t: TestContext) => {
    const server = await serve(t, ['--loops', '3']);
    const lists = eventLoops(server.pid);
    t.expect(lists.length === 4, {
      expected: 'four epoll descriptors with a timerfd, when it says that it listens: three loops, and the main thread',
      saw: `${lists.length}`,
      kernel: lists.map((list) => `an epoll list with ${list.length} descriptors`),
    });
    await server.quiet(() => 'unread');
    const listener = server.listener()?.inode;
    const watching = lists.filter((list) => list.some(({ inode }) => inode === listener)).length;
    t.expect(watching === 1, {
      expected: 'the listener in the list of one loop, that of the main thread',
      saw: `in ${watching} lists`,
      kernel: lists.map((list) => `descriptors ${list.map(({ fd }) => fd).join(' ')}`),
    });
  },
  { needs: [READY] },
);

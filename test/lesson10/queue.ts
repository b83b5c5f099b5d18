import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { graded, LOCKS, ORDER, READS, TASKS, TRY } from './lesson.ts';
import { ended, LONG_MS } from './start.ts';
import { lines, part, told } from './try.ts';

const KIND = 3;

/** A task as try.ts prints it: its numbers follow from one of them. */
const shown = (number: number, text: string): string =>
  `${KIND} ${number + 1} ${number + 2} ${number + 3} ${number} "${text}"`;

graded('10.1', 4, ORDER, async (t: TestContext) => {
  const program = await part(t, 'ring', ['--capacity', '3']);
  const steps: readonly [string, string, string | undefined][] = [
    ['get', 'nothing', undefined],
    ['put 1 first', 'put', undefined],
    ['put 2 a-longer-text', 'put', undefined],
    ['put 3', 'put', undefined],
    ['put 4 more', 'full', 'overwrites'],
    ['get', shown(1, 'first'), 'last-first'],
    ['other', shown(2, 'a-longer-text'), 'private-ring'],
    ['put 5 five', 'put', 'private-ring'],
    ['put 6 six', 'put', 'private-ring'],
    ['other', shown(3, ''), 'last-first'],
    ['get', shown(5, 'five'), 'last-first'],
    ['other', shown(6, 'six'), 'last-first'],
    ['get', 'nothing', undefined],
  ];
  const commands = steps.map(([command]) => command);
  const seen = await t.step('capacity 3: put tasks, and got them through two rings on the same memory', () =>
    told(program, `${commands.join('\n')}\n`, steps.length),
  );
  for (const [i, [command, wanted, looksLike]] of steps.entries())
    t.expect(seen[i] === wanted, {
      expected: `${wanted} for command ${i + 1}, "${command}"`,
      saw: `${seen[i]}`,
      kernel: [`so far: ${seen.slice(0, i).join(', ')}`],
      looksLike,
    });
});

graded(
  '10.1',
  5,
  TASKS,
  async (t: TestContext) => {
    const program = await part(t, 'queue', ['--capacity', '8']);
    await program.waitFor('"running"', () => lines(program).includes('running'));
    await program.quiet(() => 'unread');
    const wanted = ['a', 'b', 'c', 'd', 'e'].map((text) => `runs ${text}`);
    for (let round = 1; round <= 3; round++) {
      const seen = await t.step('the loop sleeps in epoll_wait; five tasks are posted in one callback', () =>
        told(program, 'post a\npost b\npost c\npost d\npost e\n', 6, ({ kind }) =>
          kind === 'stuck' ? (lines(program).some((line) => line === 'runs a') ? 'one-task' : 'not-woken') : undefined,
        ),
      );
      const unlocked = seen.map((line) => line.replace(', and the mutex is locked', ''));
      t.expect(unlocked.join() === ['read', ...wanted].join(), {
        expected: `${wanted.join(', ')}, after the callback has ended`,
        saw: seen.join(', '),
      });
      t.expect(
        seen.every((line) => !line.includes('locked')),
        {
          expected: 'the mutex to be unlocked while a task runs: it may post, or take long',
          saw: seen.join(', '),
          looksLike: 'runs-locked',
        },
      );
      await program.quiet(() => 'unread');
    }
  },
  { needs: [ORDER] },
);

graded(
  '10.1',
  2,
  'a task may post a task, and the loop sleeps when all have run',
  async (t: TestContext) => {
    const program = await part(t, 'queue', ['--capacity', '8']);
    await program.waitFor('"running"', () => lines(program).includes('running'));
    const seen = await t.step('posted two tasks that post one each', () =>
      told(program, 'more a\nmore b\n', 5, () => 'task-not-woken'),
    );
    t.expect(seen.join() === 'read,runs a,runs b,runs a again,runs b again', {
      expected: 'a, b, then the tasks that they have posted',
      saw: seen.join(', '),
    });
    await program.quiet(() => 'unread');
  },
  { needs: [TASKS] },
);

graded(
  '10.1',
  2,
  LOCKS,
  async (t: TestContext) => {
    const program = await part(t, 'queue', ['--capacity', '8']);
    await program.waitFor('"running"', () => lines(program).includes('running'));
    const [post] = await t.step('locked the mutex, then called post', () => told(program, 'locked\n', 2));
    t.expect(post === 'post locks the mutex', {
      expected: 'post to lock the mutex: EDEADLK, because this thread holds it',
      saw: `${post}`,
      looksLike: 'no-lock',
    });
    const [read, loop] = await t.step('posted a task, and left the mutex locked', () =>
      told(program, 'post a\nhold\n', 2),
    );
    t.expect(loop === 'the loop locks the mutex', {
      expected: 'the loop to lock the mutex before it takes a task: EDEADLK',
      saw: `${read}, ${loop}`,
      looksLike: 'no-lock',
    });
  },
  { needs: [TASKS] },
);

graded(
  '10.1',
  2,
  READS,
  async (t: TestContext) => {
    const recording = t.record();
    const program = await t.watch(TRY, { args: ['--part', 'queue'], env: recording.env });
    await program.waitFor('"running"', () => lines(program).includes('running'));
    await t.step('posted a task while the loop slept', () => told(program, 'post a\n', 2));
    await program.quiet();
    const lane = recording.lane(program.pid);
    const posted = lane.findIndex((event) => isCall(event, 'pthread_mutex_lock'));
    const callback = lane.findLastIndex((event, at) => at < posted && isCall(event, 'epoll_wait'));
    t.expect(!lane.slice(callback, posted).some((event) => isCall(event, 'write') && Number(event.args[0]) > 2), {
      expected: 'a write to the eventfd when the task is in the ring, or while the mutex is locked',
      saw: 'it is written before post locks the mutex: the loop may read it, and find no task yet',
      looksLike: 'woken-early',
    });
    const wake = lane.slice(posted).find((event) => isCall(event, 'write'))?.args[0];
    const woken = lane.findIndex((event, at) => at > posted && isCall(event, 'epoll_wait'));
    const read = lane.findIndex((event, at) => at > woken && isCall(event, 'read') && event.args[0] === wake);
    const taken = lane.findIndex((event, at) => at > woken && isCall(event, 'pthread_mutex_unlock'));
    t.expect(read >= 0 && read < taken, {
      expected: `read of the eventfd, descriptor ${wake}, before the mutex is unlocked again`,
      saw: 'the mutex is unlocked first: the read swallows the wake-up of a task that is posted in between',
      kernel: lane
        .slice(woken, woken + 6)
        .filter(({ kind }) => kind === 'call')
        .map(({ name, args }) => `${name}(${args[0] ?? ''})`),
      looksLike: 'read-late',
    });
  },
  { needs: [TASKS] },
);

graded(
  '10.1',
  3,
  'no task is lost under load, though the ring is full again and again',
  async (t: TestContext) => {
    const program = await part(t, 'burst', ['--capacity', '3', '--threads', '3', '--count', '1500']);
    await program.waitFor('"posting"', () => lines(program).includes('posting'), { within: LONG_MS });
    await t.step('three threads post, and nobody takes tasks: the ring is full, and all of them sleep', () =>
      program.quiet(() => 'room-polled'),
    );
    program.stdin?.end();
    const exit = await t.step('three threads post 1500 tasks each through a ring of three', () =>
      ended(program, ({ kind }) => (kind === 'stuck' ? 'room-untold' : undefined)),
    );
    const seen = lines(program).slice(1);
    t.expect(seen.length === 1 && seen[0] === 'ran 4500 tasks, joined 0 0 0' && exit.code === 0, {
      expected: 'each task once, those of a thread in order',
      saw: seen.slice(0, 3).join('; ') || (program.log.at(-1) ?? 'nothing'),
    });
  },
  { needs: [LOCKS, READS] },
);

/** Lesson 14 for a class: predictions, each played on the reference, and some on a known mistake as well. */
import { SIGTERM } from '#sys';
import { until } from '../../src/host/wait.ts';
import { hasSignal, processInfo, statusField } from '../../src/kit/kernel/proc.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder } from '../../src/stage/train-files.ts';
import { herdOf, orphansOf, queueOf, reload, service, table, workersOf } from './demo.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'A master that sleeps',
    code: { file: 'signals.ts', step: '14.2' },
    say: 'The master blocks its signals, looks at its notes, and sleeps in sigsuspend with the mask from before.',
    predict: {
      question: 'A signal comes between look and sleep. What becomes of it?',
      choices: ['lost', 'it ends the sleep', 'a crash'],
      answer: 1,
    },
    play: sleeps,
    proves: 'Blocked signals stay pending. sigsuspend lets them in and sleeps in one step.',
  },
  {
    title: 'One socket, four workers',
    code: { file: 'listener.ts', step: '14.3' },
    say: 'Four workers watch one listener, without EPOLLEXCLUSIVE (herd). A client connects.',
    predict: {
      question: 'How many workers wake?',
      choices: ['1', '2', 'more than that, often all'],
      answer: 2,
    },
    play: (stage) => inFolder((folder) => herdOf(stage, folder, 'one listener, plain', { mistake: 'herd' })),
    proves: 'Each epoll instance reports the same connection, and one accept succeeds: the thundering herd.',
  },
  {
    title: 'EPOLLEXCLUSIVE',
    code: { file: 'listener.ts', step: '14.3' },
    say: 'The same four workers, with EPOLLEXCLUSIVE.',
    predict: { question: 'How many workers wake?', choices: ['1', '2', '4'], answer: 0 },
    play: (stage) => inFolder((folder) => herdOf(stage, folder, 'one listener, EPOLLEXCLUSIVE', {})),
    proves: 'The kernel stops at the first one that it can wake.',
  },
  {
    title: 'A queue dies with its worker',
    code: { file: 'listener.ts', step: '14.3' },
    say: 'The only worker has a listener of its own (SO_REUSEPORT). It is stopped; three clients connect; it is killed.',
    predict: {
      question: 'What do the three clients see?',
      choices: ['answers from the next worker', 'resets', 'nothing'],
      answer: 1,
    },
    play: (stage) => inFolder((folder) => queueOf(stage, folder, 'reuseport')),
    proves: 'The accept queue belongs to the socket. The last descriptor is closed, and the kernel resets what waits.',
  },
  {
    title: 'A queue that is inherited',
    code: { file: 'listener.ts', step: '14.3' },
    say: 'The same with one listener, which the master has opened and keeps open.',
    predict: {
      question: 'What do the three clients see?',
      choices: ['answers from the next worker', 'resets', 'nothing'],
      answer: 0,
    },
    play: (stage) => inFolder((folder) => queueOf(stage, folder, 'shared')),
    proves: 'While one process has the listener open, its queue stays. The next worker finds it readable.',
  },
  {
    title: 'A worker is killed',
    code: { file: 'pool.ts', step: '14.4' },
    say: 'A worker has served for more than a second, or for less, and is killed.',
    predict: {
      question: 'What does the master do?',
      choices: ['end', 'replace it, after a pause if it was young', 'nothing'],
      answer: 1,
    },
    play: replaces,
    proves: 'The zombie is reaped, and the place is filled.',
  },
  {
    title: 'Reload',
    code: { file: 'master.ts', step: '14.5' },
    say: 'A client is in the middle of 16,000,000 bytes. The settings change, and the master gets SIGHUP.',
    predict: {
      question: 'What happens to that client?',
      choices: ['cut off', 'it gets the rest from its old worker', 'moved to a new worker'],
      answer: 1,
    },
    play: reload,
    proves: 'New workers first; the old one closes its listener, finishes, and ends.',
  },
  {
    title: 'The master is killed',
    code: { file: 'worker.ts', step: '14.5' },
    say: 'SIGKILL cannot be caught: the master says nothing to its workers.',
    predict: {
      question: 'How do the workers learn of it?',
      choices: ['by SIGCHLD', 'a pipe ends', 'not at all'],
      answer: 1,
    },
    play: (stage) => inFolder((folder) => orphansOf(stage, folder)),
    proves: 'The kernel closes the descriptors of every process that ends, however it ends.',
  },
];

async function sleeps(stage: Stage): Promise<void> {
  const master = await stage.launch('try-workers.ts', {
    faults: [{ calls: ['open'], signal: 'SIGSTOP', at: [1] }],
  });
  await master.waitFor('the master to stop in open', () => processInfo(master.pid)?.state === 'T');
  master.signal('SIGTERM');
  const masks = ['SigBlk', 'ShdPnd'] as const;
  stage.show('the master is stopped in the middle of its work; SIGTERM is sent', [
    `pid ${master.pid}, state ${processInfo(master.pid)?.state}`,
    ...masks.map((field) => `${field} ${statusField(master.pid, field)}`),
  ]);
  stage.claim(
    masks.every((field) => hasSignal(master.pid, field, SIGTERM)),
    'SIGTERM is blocked, and pending',
  );
  master.signal('SIGCONT');
  const exit = await master.exit();
  stage.claim(exit.code === 0, 'it goes on, forks its workers, sees SIGTERM in its sleep, and ends in good order');
}

async function replaces(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    const server = await service(stage, folder);
    const [worker = 0] = workersOf(server);
    if (worker === 0) throw new Error('there is no worker to kill');
    process.kill(worker, 'SIGKILL');
    const replaced = (): boolean => {
      const now = workersOf(server);
      return now.length === 2 && !now.includes(worker);
    };
    await until(replaced, 20_000);
    await server.quiet();
    stage.show(`worker ${worker} was killed`, table(server));
    stage.claim(replaced() && server.zombies().length === 0, 'two workers again, and no zombie');
  });
}

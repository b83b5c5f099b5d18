/** Lesson 08 for a class: predictions, each played on the reference and where it helps on a program with the mistake. */

import { blockedIn } from '../../src/kit/kernel/proc.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder, makeBig } from '../../src/stage/train-files.ts';
import { owns, SERVER, sleepers, stalled, takes, threadsOf, threadTable } from './demo.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'Where does a thread wait?',
    code: { file: 'queue.ts', step: '08.2' },
    say: 'Three threads call take on an empty queue.',
    predict: {
      question: 'In which system call are they?',
      choices: ['none, they look again and again', 'futex', 'epoll_wait'],
      answer: 1,
    },
    play: whereAsleep,
    proves: 'Mutexes and conditions of libc sleep in futex(2), and only when there is something to wait for.',
  },
  {
    title: 'One signal',
    code: { file: 'queue.ts', step: '08.2' },
    say: 'The main thread puts one job and signals once.',
    predict: { question: 'How many threads wake up?', choices: ['1', '2', '3'], answer: 0 },
    play: oneSignal,
    proves: 'signal wakes one of those who wait; POSIX allows more, so each must look again. A broadcast wakes all.',
  },
  {
    title: 'The wake-up that means nothing',
    code: { file: 'queue.ts', step: '08.2' },
    say: 'Somebody broadcasts, and there is no job. These threads wait in an if (if-for-while).',
    predict: {
      question: 'What do they take?',
      choices: ['nothing: they sleep on', 'a job that is not there', 'the last job again'],
      answer: 1,
    },
    play: meansNothing,
    proves: 'A wait may end although nothing has changed (pthread_cond_wait(3)). Look again: while, never if.',
  },
  {
    title: 'Two queues',
    code: { file: SERVER, step: '08.5' },
    say: 'One thread, a queue for two jobs. Six clients ask for a big file, one after the other, and do not read.',
    predict: { question: 'How many connections has the server accepted?', choices: ['1', '3', '6'], answer: 1 },
    play: twoQueues,
    proves: 'What does not fit stays in the listener: in order, and without a descriptor of ours.',
  },
  {
    title: 'Who wakes a reader?',
    code: { file: 'serving.ts', step: '08.6' },
    say: 'A client says nothing, and its thread sleeps in recv. The main thread stops the queue and joins, and does nothing else (stop-waits). SIGTERM comes.',
    predict: {
      question: 'What does the server do?',
      choices: ['exit at once', 'wait for the client', 'crash'],
      answer: 1,
    },
    play: whoWakes,
    proves: 'A thread in recv is woken by bytes, by the end, or by shutdown. A flag in memory wakes nobody.',
  },
  {
    title: 'The end of all jobs',
    code: { file: 'queue.ts', step: '08.6' },
    say: 'Four threads sleep on the condition. The queue is stopped with signal in the place of broadcast (one-woken).',
    predict: { question: 'How many threads hear of it?', choices: ['none', '1', '4'], answer: 1 },
    play: endOfAllJobs,
    proves: 'Everybody must hear of the end: broadcast.',
  },
];

async function whereAsleep(stage: Stage): Promise<void> {
  const program = await sleepers(stage, 3, []);
  stage.show('the threads', threadTable(program));
  const calls = threadsOf(program).map((tid) => blockedIn(tid) ?? 'futex');
  stage.claim(
    calls.every((call) => call.startsWith('futex')),
    'all three sleep in futex',
  );
}

async function oneSignal(stage: Stage): Promise<void> {
  const program = await sleepers(stage, 3, ['--hold']);
  program.stdin?.write('offer 7\n');
  await program.waitFor('a thread to take it', () => takes(program).length > 0);
  await program.quiet();
  stage.show('after one signal', [...takes(program), ...threadTable(program)]);
  const still = threadsOf(program).filter((tid) => (blockedIn(tid) ?? 'futex').startsWith('futex')).length;
  stage.claim(takes(program).length === 1 && still === 2, 'one has the job, two sleep on');
}

async function meansNothing(stage: Stage): Promise<void> {
  for (const mistake of ['if-for-while', undefined]) {
    const program = await sleepers(stage, 3, [], mistake);
    program.stdin?.write('wake\n');
    await program.quiet();
    const lines = program.output.out.split('\n').filter((line) => /takes|leaves/.test(line));
    stage.show(
      mistake === undefined ? 'the reference' : 'if (if-for-while)',
      lines.length === 0 ? ['they sleep on'] : lines,
    );
    if (mistake === undefined) stage.claim(lines.length === 0, 'nobody took anything');
    else stage.claim(lines.length === 3, 'each went on as if there were one');
  }
}

async function twoQueues(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    makeBig(folder, 50e6);
    const server = await stage.start(SERVER, { args: ['--dir', folder, '--threads', '1', '--queue', '2'] });
    const clients: Peer[] = [];
    for (let i = 0; i < 6; i++) {
      clients.push(await stalled(stage, server));
      await server.quiet();
    }
    const accepted = clients.filter((client) => owns(server, client)).length;
    stage.show('the server', [
      ...threadTable(server),
      `accepted ${accepted}, in the listener ${server.listener()?.rxQueue ?? 0}`,
    ]);
    stage.claim(accepted === 3, 'three: one with the thread, two in our queue');
    stage.claim(server.listener()?.rxQueue === 3, 'three more in the queue of the listener');
  });
}

async function whoWakes(stage: Stage): Promise<void> {
  for (const mistake of ['stop-waits', undefined]) {
    const server = await stage.start(SERVER, {
      args: ['--threads', '1'],
      ...(mistake === undefined ? {} : { mistake }),
    });
    const silent = await stage.connect(server);
    await server.waitFor('the thread in recv', () =>
      owns(server, silent) ? threadsOf(server).some((tid) => (blockedIn(tid) ?? 'recv').startsWith('recv')) : null,
    );
    server.signal('SIGTERM');
    await server.waitFor('the listener to be closed', () => server.listener() === null, { alive: false });
    if (mistake === undefined) await server.exit();
    else await server.settle();
    stage.show(mistake === undefined ? 'the reference' : 'a stop without shutdown (stop-waits)', [
      ...(server.exited === null ? threadTable(server) : []),
      `the server ${describeExit(server.exited)}`,
    ]);
    if (mistake === undefined) {
      silent.pump();
      stage.claim(server.exited?.code === 0, 'shutdown woke the thread, and the server exited');
    } else stage.claim(server.exited === null, 'join waits for a thread that waits for a client that waits');
  }
}

async function endOfAllJobs(stage: Stage): Promise<void> {
  for (const mistake of ['one-woken', undefined]) {
    const program = await sleepers(stage, 4, [], mistake);
    program.stdin?.write('stop\n');
    await program.quiet();
    const left = program.output.out.split('\n').filter((line) => line.endsWith(' leaves'));
    stage.show(mistake === undefined ? 'the reference' : 'signal (one-woken)', [...left, ...threadTable(program)]);
    stage.claim(left.length === (mistake === undefined ? 4 : 1), `${left.length} of 4 heard of it`);
  }
}

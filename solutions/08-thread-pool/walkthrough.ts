/** Lesson 08 for a class: predictions, each played on the reference, and some on a known mistake as well. */

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
      question: 'In which system call do they sleep?',
      choices: ['in none: they poll', 'futex', 'epoll_wait'],
      answer: 1,
    },
    play: whereAsleep,
    proves: 'A thread that must wait for a mutex or a condition of libc sleeps in futex(2).',
  },
  {
    title: 'One signal',
    code: { file: 'queue.ts', step: '08.2' },
    say: 'Three threads sleep. The main thread offers one job and signals once.',
    predict: { question: 'How many threads wake up?', choices: ['1', '2', '3'], answer: 0 },
    play: oneSignal,
    proves: 'signal wakes one waiting thread; POSIX allows more, so each must look again. A broadcast wakes all.',
  },
  {
    title: 'A wake-up without a job',
    code: { file: 'queue.ts', step: '08.2' },
    say: 'A broadcast comes, and there is no job. These threads wait in an if (if-for-while).',
    predict: {
      question: 'What do the threads do?',
      choices: ['sleep again', 'go on without a job', 'take the last job again'],
      answer: 1,
    },
    play: wakeWithoutJob,
    proves: 'A wait may end although nothing has changed (pthread_cond_wait(3)). Look again: while, never if.',
  },
  {
    title: 'Two queues',
    code: { file: SERVER, step: '08.5' },
    say: 'One thread, a queue for two jobs. Six clients ask for a big file, one after the other, and do not read.',
    predict: { question: 'How many connections has the server accepted?', choices: ['1', '3', '6'], answer: 1 },
    play: twoQueues,
    proves: "Connections that do not fit wait in the listener's queue: in order, and without a descriptor.",
  },
  {
    title: 'A stop and a silent client',
    code: { file: 'serving.ts', step: '08.6' },
    say: 'A client sends nothing, and its thread sleeps in recv. On SIGTERM the main thread stops the queue and joins, and does nothing else (stop-waits).',
    predict: {
      question: 'What does the server do?',
      choices: ['exit at once', 'wait for the client', 'crash'],
      answer: 1,
    },
    play: silentClient,
    proves: 'Data, the end of the stream or shutdown wake a thread in recv. A flag in memory does not.',
  },
  {
    title: 'A stop wakes all threads',
    code: { file: 'queue.ts', step: '08.6' },
    say: 'Four threads sleep on the condition. This queue is stopped with signal instead of broadcast (one-woken).',
    predict: { question: 'How many threads wake up?', choices: ['none', '1', '4'], answer: 1 },
    play: stopWakesAll,
    proves: 'A stop concerns every thread, so it needs broadcast.',
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
  stage.claim(takes(program).length === 1 && still === 2, 'one thread has the job, two still sleep');
}

async function wakeWithoutJob(stage: Stage): Promise<void> {
  for (const mistake of ['if-for-while', undefined]) {
    const program = await sleepers(stage, 3, [], mistake);
    program.stdin?.write('wake\n');
    await program.quiet();
    const lines = program.output.out.split('\n').filter((line) => /takes|leaves/.test(line));
    stage.show(
      mistake === undefined ? 'the reference' : 'if (if-for-while)',
      lines.length === 0 ? ['all three sleep again'] : lines,
    );
    if (mistake === undefined) stage.claim(lines.length === 0, 'no thread takes a job');
    else stage.claim(lines.length === 3, 'each thread goes on as if there were a job');
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
      `accepted ${accepted}, in the listener's queue ${server.listener()?.rxQueue ?? 0}`,
    ]);
    stage.claim(accepted === 3, "three are accepted: one is served, two wait in the pool's queue");
    stage.claim(server.listener()?.rxQueue === 3, "three more wait in the listener's queue");
  });
}

async function silentClient(stage: Stage): Promise<void> {
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
      stage.claim(server.exited?.code === 0, 'shutdown wakes the thread, and the server exits');
    } else
      stage.claim(server.exited === null, 'join waits for the thread, and the thread waits in recv for its client');
  }
}

async function stopWakesAll(stage: Stage): Promise<void> {
  for (const mistake of ['one-woken', undefined]) {
    const program = await sleepers(stage, 4, [], mistake);
    program.stdin?.write('stop\n');
    await program.quiet();
    const left = program.output.out.split('\n').filter((line) => line.endsWith(' leaves'));
    stage.show(mistake === undefined ? 'the reference' : 'signal (one-woken)', [...left, ...threadTable(program)]);
    stage.claim(left.length === (mistake === undefined ? 4 : 1), `${left.length} of 4 threads woke up and ended`);
  }
}

/** Lesson 10 for a class: predictions, each played on the reference, and some on a known mistake as well. */
import { cpuTime } from '../../src/kit/kernel/proc.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { answersOf, ask, connectAll, listsOf, nextOwner, SERVER, TRY, TRY_BANK } from './demo.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'Five tasks, one wake-up',
    code: { file: 'task-queue.ts', step: '10.1' },
    say: 'Five tasks are posted while the loop is busy. This loop takes one task for each wake-up (one-task).',
    predict: { question: 'How many tasks run?', choices: ['1', '5', 'none'], answer: 0 },
    play: oneWakeUp,
    proves: 'An eventfd is a counter: one read takes all five wake-ups. So take all tasks.',
  },
  {
    title: 'A wake-up that nobody reads',
    code: { file: 'task-queue.ts', step: '10.1' },
    say: 'A loop takes its tasks, and never reads the eventfd (unread).',
    predict: { question: 'What does the loop do then?', choices: ['sleep', 'use a whole CPU', 'exit'], answer: 1 },
    play: unreadWakeUp,
    proves: 'A level stays until it is read: the eventfd is readable for ever.',
  },
  {
    title: 'Who owns a connection?',
    code: { file: 'owner.ts', step: '10.3' },
    say: 'A server with three loops, and nine clients.',
    predict: { question: 'In how many interest lists is each connection?', choices: ['1', '3', '4'], answer: 0 },
    play: oneOwner,
    proves: 'One owner, and so no lock: nobody else reads, writes or closes.',
  },
  {
    title: 'A quick answer behind a slow one',
    code: { file: 'client.ts', step: '10.4' },
    say: 'A client asks for interest, which takes long, and then says ping.',
    predict: { question: 'When does its pong come?', choices: ['at once', 'behind the interest', 'never'], answer: 1 },
    play: behind,
    proves: 'The order is all that tells a client which request an answer is for.',
  },
  {
    title: 'The next owner of a number',
    code: { file: 'owner.ts', step: '10.4' },
    say: 'A client asks for interest of 300 days, and resets. Another client connects, and gets its descriptor. This server looks at the descriptor only (stale-answer).',
    predict: {
      question: 'Who gets the interest of 300 days?',
      choices: ['nobody', 'the second client', 'a log file'],
      answer: 1,
    },
    play: nextOne,
    proves: 'A descriptor is the name of a connection only while it is open. A generation is never used again.',
  },
  {
    title: 'Two accounts, two directions',
    code: { file: 'bank.ts', step: '10.6' },
    say: 'Account 1 is locked. A thread transfers from 2 to 1, and waits. It locks the accounts in the order in which they are named (deadlock).',
    predict: { question: 'Which account does it hold while it waits?', choices: ['1', '2', 'none'], answer: 1 },
    play: twoAccounts,
    proves: 'Whoever holds 1 and wants 2 would wait for ever. Lock the lower number first, always.',
  },
];

const CHOICE = ['the reference', 'with the mistake'] as const;

async function oneWakeUp(stage: Stage): Promise<void> {
  for (const mistake of ['one-task', undefined]) {
    const program = await stage.launch(TRY, {
      args: ['--part', 'queue', '--capacity', '8'],
      ...(mistake === undefined ? {} : { mistake }),
    });
    await program.waitFor('"running"', () => program.output.out.includes('running'));
    program.stdin?.write('post a\npost b\npost c\npost d\npost e\n');
    await program.waitFor('the first task', () => program.output.out.includes('runs a'));
    await program.quiet();
    const ran = program.output.out.split('\n').filter((line) => line.startsWith('runs '));
    stage.show(CHOICE[mistake === undefined ? 0 : 1], [ran.join(', ')]);
    if (mistake === undefined) stage.claim(ran.length === 5, 'all five run at one wake-up');
    else stage.claim(ran.length === 1, 'one runs, and four lie in the ring while the loop sleeps');
  }
}

async function unreadWakeUp(stage: Stage): Promise<void> {
  const program = await stage.launch(TRY, { args: ['--part', 'queue'], mistake: 'unread' });
  await program.waitFor('"running"', () => program.output.out.includes('running'));
  program.stdin?.write('post a\n');
  const before = cpuTime(program.pid);
  await program.waitFor('CPU time', () => cpuTime(program.pid) - before > 200e6);
  stage.show('with the mistake', [`${Math.round((cpuTime(program.pid) - before) / 1e6)} ms of CPU time, and rising`]);
  stage.claim(program.exited === null, 'it never sleeps again');
  const right = await stage.launch(TRY, { args: ['--part', 'queue'] });
  await right.waitFor('"running"', () => right.output.out.includes('running'));
  right.stdin?.write('post a\n');
  await right.waitFor('the task', () => right.output.out.includes('runs a'));
  const sleeps = await right.quiet().then(
    () => true,
    () => false,
  );
  stage.claim(sleeps, 'the reference sleeps in epoll_wait');
}

async function oneOwner(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--loops', '3'] });
  await server.quiet();
  const peers = await connectAll(stage, server, 9);
  const lists = listsOf(server, peers);
  stage.show(
    '/proc/PID/fdinfo of the epoll descriptors',
    lists.map((list) => `connections ${list.map(({ fd }) => fd).join(' ')}`),
  );
  const inodes = lists.flat().map(({ inode }) => inode);
  stage.claim(inodes.length === 9 && new Set(inodes).size === 9, 'each of the nine in exactly one list');
  stage.claim(lists.length === 3, 'the lists of three loops');
}

async function behind(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--gates'] });
  const client = await stage.connect(server);
  await ask(client, ['login 1', 'interest 300', 'ping'], 1);
  await server.quiet();
  stage.show('while the worker computes', [answersOf(client).join(', ')]);
  stage.claim(answersOf(client).length === 1, 'no pong');
  server.stdin?.write('open 300\n');
  await server.waitFor('both answers', () => answersOf(client).length === 3);
  stage.show('afterwards', [answersOf(client).join(', ')]);
  stage.claim(answersOf(client).join() === 'account 1,interest 16,pong', 'the interest, then the pong');
}

async function nextOne(stage: Stage): Promise<void> {
  for (const mistake of ['stale-answer', undefined]) {
    const got = await nextOwner(stage, mistake);
    stage.show(CHOICE[mistake === undefined ? 0 : 1], [`the second client got ${got.join(', ') || 'nothing'}`]);
    if (mistake === undefined) stage.claim(got.length === 0, 'nobody gets it');
    else stage.claim(got.join() === 'interest 16', "the second client gets the first one's interest");
  }
}

async function twoAccounts(stage: Stage): Promise<void> {
  for (const mistake of ['deadlock', undefined]) {
    const program = await stage.launch(TRY_BANK, mistake === undefined ? {} : { mistake });
    program.stdin?.write('hold 1\ntransfer 2 1 100\n');
    await program.waitFor('a thread', () => program.log.some((line) => line.includes('transfers')));
    await program.quiet();
    program.stdin?.write('look 2\n');
    await program.waitFor('an answer', () => program.output.out.includes('waits,'));
    const seen = program.output.out.split('\n').find((line) => line.startsWith('waits,')) ?? '';
    stage.show(CHOICE[mistake === undefined ? 0 : 1], [`the thread ${seen}`]);
    if (mistake === undefined) stage.claim(seen.endsWith('free'), 'it waits for 1 and holds nothing');
    else stage.claim(seen.endsWith('locked'), 'it holds 2 and waits for 1');
  }
}

/** Lesson 15 for a class: each prediction is played on the reference, and on a mistake where that helps. */
import { cpuTime } from '../../src/kit/kernel/proc.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { counted, hiddenThreads, overflow, PROACTOR, portStaysOpen, twoBuffers } from './demo.ts';
import { ended, gathered, MODELS, type Model, whereItSleeps } from './demo-models.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'Which model is it?',
    code: { file: 'multiplexed.ts', step: '15.3' },
    say: 'Two programs read numbered lines from three senders, and nobody sends anything. /proc/PID/syscall says of one: poll. Of the other: recvfrom, in three child processes.',
    predict: { question: 'Which one is the blocking model?', choices: ['first', 'second'], answer: 1 },
    play: twoModels,
    proves:
      'A model is where a program sleeps. /proc shows it: the call, its descriptor, and the flags of the sockets.',
  },
  {
    title: 'What does asking cost?',
    code: { file: 'polling.ts', step: '15.2' },
    say: 'The non-blocking model asks three senders again and again. Nobody sends anything for half a second.',
    predict: { question: 'How much CPU time does it use?', choices: ['none', 'all of it'], answer: 1 },
    play: burning,
    proves:
      'A call that does not sleep must be made again. The polling model never sleeps, also when there is nothing to do.',
  },
  {
    title: 'Nine arrivals',
    code: { file: 'sigio.ts', step: '15.4' },
    say: 'The program is stopped. Three senders send three lines each, nine segments. Then it goes on.',
    predict: { question: 'How many SIGIO wait for it?', choices: ['one', 'nine'], answer: 0 },
    play: counted,
    proves: 'A standard signal is pending or not. A real-time signal queues, one for each arrival.',
  },
  {
    title: 'The queue of signals is full',
    code: { file: 'realtime.ts', step: '15.4' },
    say: 'The limit for queued signals is 0 while lines arrive. The kernel cannot queue the real-time signal, and sends SIGIO. One program takes no notice of that.',
    predict: { question: 'What becomes of its lines?', choices: ['read later', 'never read'], answer: 1 },
    play: overflow,
    proves: 'SIGIO in place of a real-time signal means: something was lost. Ask everybody.',
  },
  {
    title: 'aio_read does not sleep',
    say: 'A program starts an aio_read on each of three sockets. The calls return at once, and it goes on.',
    predict: { question: 'Who waits for the bytes?', choices: ['the kernel', 'more threads'], answer: 1 },
    play: hiddenThreads,
    proves: 'The aio of glibc is model 1 with the threads hidden: one for each descriptor, asleep in read.',
  },
  {
    title: 'Whose bytes are they?',
    code: { file: 'completions.ts', step: '15.5' },
    say: 'Three receives are under way. In one program each has memory of its own, in the other all have the same. Three lines arrive at the same time.',
    predict: {
      question: 'What does the second program acknowledge?',
      choices: ['each line', 'other lines'],
      answer: 1,
    },
    play: sharedMemory,
    proves: 'From the submission to the completion the memory is the kernel’s. Two operations need two pieces of it.',
  },
  {
    title: '20 clients and two buffers',
    code: { file: 'client.ts', step: '15.6' },
    say: 'The kernel takes a provided buffer when bytes arrive. There are two. 20 clients send at the same time. One program takes ENOBUFS for a broken connection.',
    predict: { question: 'How many does the right one serve?', choices: ['2', 'all 20'], answer: 1 },
    play: twoBuffers,
    proves: 'ENOBUFS ends a receive, and not the connection. Start it again when a buffer has come back.',
  },
  {
    title: 'The listener is closed',
    code: { file: PROACTOR, step: '15.7' },
    say: 'A server gets SIGTERM and closes its listener. Its multishot accept is still under way.',
    predict: { question: 'Is a new client accepted?', choices: ['yes', 'no'], answer: 0 },
    play: portStaysOpen,
    proves: 'An operation holds its file. close takes away a number: cancel the operation as well.',
  },
];

const modelOf = (file: string): Model => MODELS.find((model) => model.file === file) as Model;

async function twoModels(stage: Stage): Promise<void> {
  for (const [file, call] of [
    ['multiplexed.ts', 'poll'],
    ['blocking.ts', 'recvfrom'],
  ] as const) {
    const { program, senders } = await gathered(stage, modelOf(file));
    await program.quiet();
    const lines = whereItSleeps(program, senders);
    stage.show(file, lines);
    const sleepers = lines.filter((line) => line.includes(call)).length;
    stage.claim(
      sleepers === (file === 'blocking.ts' ? 3 : 1),
      file === 'blocking.ts' ? 'a child sleeps for each sender' : 'one call sleeps for all',
    );
    await ended(program, senders);
  }
}

const WHILE_MS = 500;

async function burning(stage: Stage): Promise<void> {
  for (const file of ['polling.ts', 'multiplexed.ts']) {
    const { program, senders } = await gathered(stage, modelOf(file));
    if (file === 'multiplexed.ts') await program.quiet();
    const before = cpuTime(program.pid);
    await new Promise((resolve) => setTimeout(resolve, WHILE_MS));
    const ms = Math.round((cpuTime(program.pid) - before) / 1e6);
    stage.show(file, [`${ms} ms of CPU time while nothing happened`]);
    stage.claim(
      file === 'polling.ts' ? ms > 20 : ms < 20,
      file === 'polling.ts' ? 'it never sleeps' : 'it sleeps, and uses none',
    );
    await ended(program, senders);
  }
}

async function sharedMemory(stage: Stage): Promise<void> {
  for (const mistake of [undefined, 'shared-memory']) {
    const { program, senders } = await gathered(
      stage,
      modelOf('completions.ts'),
      mistake === undefined ? {} : { mistake },
    );
    await program.quiet();
    await program.frozen(() => {
      for (const [i, sender] of senders.entries()) sender.offer(Buffer.from(`${i + 1}\n`));
    });
    await program.quiet();
    for (const sender of senders) sender.pump();
    const got = senders.map((sender) => sender.received.toString('latin1').trim().replaceAll('\n', ' '));
    stage.show(mistake ?? 'the reference', [`senders 1 2 3 sent the lines 1 2 3, and got: ${got.join(', ')}`]);
    const right = got.join() === 'ok 1,ok 2,ok 3';
    stage.claim(
      right === (mistake === undefined),
      right ? 'each sender gets its own acknowledgment' : 'the bytes of one receive lie over those of another',
    );
    await ended(program, senders);
  }
}

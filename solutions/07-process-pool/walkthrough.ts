/** Lesson 07 for a class: predictions, each played on the reference, and some on a known mistake as well. */
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import { tcpRows } from '../../src/kit/kernel/tcp.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { holders, holds, processTable } from '../../src/stage/evidence.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder, makeBig } from '../../src/stage/train-files.ts';
import { busyPool, inFlight, queueLines, SERVER, spins, stalled, TRY, workerFor, workersOf } from './demo.ts';

const PARENT = 'parent.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'Three workers, before the first client',
    code: { file: 'workers.ts', step: '07.1' },
    say: 'A parent makes three channels and forks three workers. Each process closes the ends that are not its own.',
    predict: {
      question: 'How many ends of channels are open in the four processes together?',
      choices: ['3', '6', '12'],
      answer: 1,
    },
    play: ends,
    proves: 'Each end is open in exactly one process. So a channel ends when the process at its other end does.',
  },
  {
    title: 'A descriptor travels',
    code: { file: 'channel.ts', step: '07.2' },
    say: 'The parent accepts a connection and passes the descriptor to its worker. The parent has more files open than the worker.',
    predict: {
      question: 'What is the same on both sides?',
      choices: ['number and file', 'the file', 'only the number'],
      answer: 1,
    },
    play: travels,
    proves: 'A descriptor is a row in a table of one process. SCM_RIGHTS makes a new row for the same open file.',
  },
  {
    title: 'A descriptor without a byte of data',
    code: { file: 'channel.ts', step: '07.2' },
    say: 'The parent calls sendmsg with the descriptor and no data.',
    predict: {
      question: 'What happens?',
      choices: ['sendmsg fails', 'nothing arrives', 'the worker gets it anyway'],
      answer: 1,
    },
    play: withoutAByte,
    proves: 'On a stream, sendmsg without data sends nothing: no error, and the descriptor does not arrive.',
  },
  {
    title: 'No worker is idle',
    code: { file: PARENT, step: '07.4' },
    say: 'Two workers are busy with clients that do not read. A third client connects and sends its request.',
    predict: {
      question: 'Where is the third connection?',
      choices: ['the parent has it', "in the listener's queue", 'a worker has it'],
      answer: 1,
    },
    play: nobodyIdle,
    proves:
      'The handshake is complete, the request is in the socket, and no process has a descriptor. Waiting is free.',
  },
  {
    title: 'A listener that stays readable',
    code: { file: PARENT, step: '07.4' },
    say: 'The same situation, with a parent that leaves EPOLLIN set for the listener (spin).',
    predict: {
      question: 'What does that parent do?',
      choices: ['sleep', 'use a whole CPU', 'refuse the client'],
      answer: 1,
    },
    play: staysReadable,
    proves:
      'Level-triggered epoll reports a waiting connection each time. A parent that cannot accept clears the mask.',
  },
  {
    title: 'A worker is killed with a connection in its channel',
    code: { file: PARENT, step: '07.5' },
    say: 'A worker is stopped. The parent passes it a connection and closes its own copy. Now no process has a descriptor for it. Then the worker is killed.',
    predict: {
      question: 'What does the client see?',
      choices: ['nothing, for ever', 'the end of the connection', 'a file from another worker'],
      answer: 1,
    },
    play: killedBeforeReceipt,
    proves: 'A descriptor in flight belongs to the channel: the kernel closes it together with the receiving end.',
  },
  {
    title: 'SIGTERM during a transfer',
    code: { file: PARENT, step: '07.6' },
    say: 'A worker is in the middle of a transfer of 50 MB, another one is idle. The parent gets SIGTERM.',
    predict: {
      question: 'Which processes are still there a moment later?',
      choices: ['none', 'the parent and the busy worker', 'all three'],
      answer: 1,
    },
    play: stopsDuringTransfer,
    proves: 'EXIT is a message like a connection: a worker reads it when it is free.',
  },
];

async function ends(stage: Stage): Promise<void> {
  const server = await stage.start(TRY, { args: ['--idle', '3'] });
  await server.quiet();
  stage.show('the processes', processTable(server));
  const seen = [server.pid, ...workersOf(server)].map((pid) => ({ pid, inodes: channels(pid, server.pid) }));
  stage.show(
    'sockets of the channels',
    seen.map(({ pid, inodes }) => `${pid === server.pid ? 'parent' : 'worker'} ${pid}: ${inodes.join(' ')}`),
  );
  const all = seen.flatMap(({ inodes }) => inodes);
  stage.claim(all.length === 6 && new Set(all).size === 6, `${all.length} open ends, each in one process only`);
}

const STDERR = 2;

/** Inodes of a process's sockets, without its standard streams and the listener. */
function channels(pid: number, parent: number): number[] {
  const tcp = new Set(tcpRows().map((row) => row.inode));
  const standard = [...socketInodes(parent)].filter(([, fd]) => fd <= STDERR).map(([inode]) => inode);
  return [...socketInodes(pid)]
    .filter(([inode, fd]) => fd > STDERR && !standard.includes(inode) && !tcp.has(inode))
    .map(([inode]) => inode);
}

async function travels(stage: Stage): Promise<void> {
  const server = await stage.start(TRY);
  const client = await stage.connect(server);
  await server.waitFor('the greeting', () => {
    client.pump();
    return client.received.includes('\n');
  });
  await server.quiet();
  const passed = Number(/passes fd (\d+)/.exec(server.log.join('\n'))?.[1] ?? 0);
  const got = Number(/has fd (\d+)/.exec(client.received.toString())?.[1] ?? 0);
  stage.show('two tables, one file', [`the parent passed fd ${passed}`, ...holders(server, client)]);
  const [worker = 0] = workersOf(server);
  stage.claim(socketInodes(worker).get(client.serverRow?.inode ?? 0) === got, `the worker holds it, as fd ${got}`);
  stage.claim(passed !== got, `the numbers differ: ${passed} and ${got}`);
}

async function withoutAByte(stage: Stage): Promise<void> {
  const server = await stage.start(TRY, { mistake: 'no-data' });
  const client = await stage.connect(server);
  await server.waitFor('the end for the client', () => {
    client.pump();
    return client.ending !== 'open';
  });
  await server.quiet();
  stage.show('parent and worker (no-data)', [
    ...server.log.map((line) => line.replace(/^\d+ /, '')),
    ...processTable(server),
  ]);
  const [worker = 0] = workersOf(server);
  const call = server.blockedIn(worker);
  if (call !== null) stage.claim(call.startsWith('recvmsg'), `the worker still sleeps in ${call}: nothing has arrived`);
  stage.claim(
    client.ending !== 'open',
    'the client sees the end: the parent closed the only descriptor of the connection',
  );

  const reference = await stage.start(TRY);
  const other = await stage.connect(reference);
  await reference.waitFor('the greeting', () => {
    other.pump();
    return other.received.includes('\n');
  });
  await reference.quiet();
  stage.show('the reference sends one byte with the descriptor', holders(reference, other));
  stage.claim(holds(workersOf(reference)[0] ?? 0, other), 'the worker holds the connection');
}

async function nobodyIdle(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    const { server } = await busyPool(stage, folder, 2);
    const third = await stalled(stage, server);
    await server.quiet();
    stage.show('the pool', queueLines(server, third));
    stage.claim(
      server.listener()?.rxQueue === 1 && third.serverRow?.inode === 0,
      "it is in the listener's queue, and no process has a descriptor for it",
    );
    stage.claim(third.serverRow?.rxQueue === 7, 'its request of 7 bytes has arrived already');
  });
}

async function staysReadable(stage: Stage): Promise<void> {
  await spins(stage);
  await inFolder(async (folder) => {
    const { server } = await busyPool(stage, folder, 2);
    const third = await stalled(stage, server);
    const sleeps = await server.quiet().then(
      () => true,
      () => false,
    );
    stage.show('the reference', queueLines(server, third));
    stage.claim(
      sleeps && server.listener()?.rxQueue === 1,
      'its mask is 0, so the parent sleeps while the third client waits',
    );
  });
}

async function killedBeforeReceipt(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    makeBig(folder, 1000);
    const server = await stage.start(SERVER, { args: ['--dir', folder, '--workers', '1'] });
    await server.quiet();
    await inFlight(stage, server);
    await server.waitFor('another worker', () => workersOf(server).length === 1);
    await server.quiet();
    stage.show(
      'the parent',
      server.log.slice(-2).map((line) => line.replace(/^\d+ /, '')),
    );
    stage.claim(server.zombies().length === 0, 'the worker is reaped, and a new worker replaces it');
  });
}

async function stopsDuringTransfer(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    makeBig(folder, 50e6);
    const server = await stage.start(SERVER, { args: ['--dir', folder, '--workers', '2'] });
    const client = await stalled(stage, server);
    await server.waitFor('a worker', () => workerFor(server, client));
    server.signal('SIGTERM');
    await server.waitFor('the idle worker to exit', () => server.listener() === null && workersOf(server).length === 1);
    await server.quiet();
    stage.show('after SIGTERM', processTable(server));
    stage.claim(holds(workersOf(server)[0] ?? 0, client), 'the busy worker goes on');
    client.halfClose();
    await server.waitFor(
      'the end of the file',
      () => {
        client.pump();
        return client.ending !== 'open';
      },
      { alive: false },
    );
    const exit = await server.exit();
    stage.show('after the transfer', [
      `the client has ${client.received.length} bytes`,
      `the server ${describeExit(exit)}`,
    ]);
    stage.claim(
      client.received.length > 50e6 && exit.code === 0,
      'the whole file arrives, and the pool exits in good order',
    );
  });
}

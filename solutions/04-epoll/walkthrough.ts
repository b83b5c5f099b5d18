/** Lesson 04 for a class: each prediction is played on a reference, and on a mistake where that helps. */
import { EPOLLERR, EPOLLHUP, EPOLLIN, EPOLLOUT } from '#sys';
import { residentKb } from '../../src/kit/kernel/proc.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { countWakeups, EDGE, fiveThousand, idle, interests, interestTable, LEVEL } from './demo.ts';

const HELLO = Buffer.from('hello');
/** The kernel adds EPOLLERR and EPOLLHUP to each mask. */
const ASKED = ~(EPOLLERR | EPOLLHUP);

export const steps: readonly WalkStep[] = [
  {
    title: 'The kernel keeps the list',
    code: { file: 'interest.ts', step: '04.1' },
    say: 'The server has two clients and sleeps in epoll_wait. It passed no list of descriptors to this call.',
    predict: {
      question: 'How many descriptors does the kernel watch for the server?',
      choices: ['1', '2', '3'],
      answer: 2,
    },
    play: keptList,
    proves: 'The interest list lives in the kernel: the listener and each client, with a mask each.',
  },
  {
    title: 'An idle client',
    code: { file: LEVEL, step: '04.3' },
    say: 'One client is connected and sends nothing. A server watches it for EPOLLIN and EPOLLOUT, level-triggered.',
    predict: { question: 'How long does epoll_wait sleep?', choices: ['for ever', 'not at all'], answer: 1 },
    play: silentClient,
    proves: 'A socket is writable nearly always. Ask for EPOLLOUT only while bytes are pending.',
  },
  {
    title: 'A client that does not read',
    code: { file: LEVEL, step: '04.3' },
    say: 'A client sends 24 MB to the echo server and reads nothing.',
    predict: {
      question: 'Where are the bytes after a while?',
      choices: ['server memory', 'kernel, client'],
      answer: 1,
    },
    play: noReader,
    proves:
      'When the server stops reading, its TCP window closes and the client has to wait. That is back-pressure, by TCP flow control.',
  },
  {
    title: 'The same megabyte',
    code: { file: EDGE, step: '04.4' },
    say: 'A megabyte comes in 16 parts of 64,000 bytes. Two servers read at most 1,000 bytes at a time: one is level-triggered, one edge-triggered.',
    predict: { question: 'Which one is woken more often?', choices: ['level', 'edge', 'both the same'], answer: 0 },
    play: sameMegabyte,
    proves: 'Level reports unread bytes again and again. Edge reports them once, and the program reads on by itself.',
  },
  {
    title: 'One read for one edge',
    code: { file: EDGE, step: '04.4' },
    say: '5,000 bytes have come at once. An edge-triggered server reads 1,000, echoes them and goes back to epoll_wait. The client waits for its echo and sends nothing.',
    predict: {
      question: 'When does the server read the next 1,000?',
      choices: ['at once', 'soon', 'never'],
      answer: 2,
    },
    play: oneRead,
    proves: 'No new bytes, no new edge. Read until read would block.',
  },
  {
    title: 'Five at once',
    code: { file: EDGE, step: '04.4' },
    say: 'Five clients connect while the server is stopped. It goes on, and accepts one connection for each event of its edge-triggered listener.',
    predict: { question: 'How many of the five are served?', choices: ['1', '5'], answer: 0 },
    play: fiveAtOnce,
    proves: 'One edge can stand for many connections, as one SIGCHLD for many children.',
  },
  {
    title: 'A request and the end together',
    code: { file: EDGE, step: '04.5' },
    say: 'A client sends 9 bytes and ends its direction. When the server wakes, one event reports both: EPOLLIN and EPOLLRDHUP. This server looks at the hang-up first, and closes.',
    predict: { question: 'Does the client get its echo?', choices: ['yes', 'no'], answer: 1 },
    play: lastWord,
    proves: 'A hang-up means that no more bytes will come. Bytes that came before it may still be unread.',
  },
  {
    title: 'A client that resets',
    code: { file: LEVEL, step: '04.5' },
    say: 'A client resets its connection. A server ignores events with EPOLLERR or EPOLLHUP in them.',
    predict: { question: 'What does that server do now?', choices: ['sleep', 'burn a CPU', 'end'], answer: 1 },
    play: resetClient,
    proves: 'EPOLLERR and EPOLLHUP cannot be switched off. Read to get the error, and close.',
  },
];

async function keptList(stage: Stage): Promise<void> {
  const server = await stage.start(LEVEL);
  for (let i = 0; i < 2; i++) await (await stage.connect(server)).exchange(HELLO);
  await server.quiet();
  stage.show('/proc/PID/fdinfo of its epoll descriptor', interestTable(server));
  stage.claim(interests(server).length === 3, 'three: the listener and two clients');
  stage.claim(
    interests(server).every(({ events }) => (events & ASKED) >>> 0 === EPOLLIN),
    'each is watched for EPOLLIN only',
  );
}

async function silentClient(stage: Stage): Promise<void> {
  for (const mistake of ['always-out', undefined]) {
    const server = await stage.start(LEVEL, mistake === undefined ? {} : { mistake });
    await (await stage.connect(server)).exchange(HELLO);
    const { sleeps, ms } = await idle(server);
    stage.show(mistake === undefined ? 'the reference' : 'EPOLLOUT stays on (always-out)', [
      ...interestTable(server),
      `${ms} ms of CPU in 200 ms`,
    ]);
    if (mistake === undefined) stage.claim(sleeps, 'the server sleeps');
    else stage.claim(!sleeps, 'the server never sleeps');
  }
}

async function noReader(stage: Stage): Promise<void> {
  const server = await stage.start(LEVEL);
  const before = residentKb(server.pid);
  const client = await stage.connect(server, { receiveBuffer: 4096 });
  const bytes = Buffer.alloc(24_000_000);
  const sent = await client.fill(bytes);
  const grown = (residentKb(server.pid) - before) / 1000;
  stage.show('after a while', [
    `${(sent / 1e6).toFixed(1)} MB of 24 sent, then the client's own send would block`,
    `the server holds ${grown.toFixed(1)} MB more than before`,
    ...interestTable(server),
    ...client.describeQueues(),
  ]);
  stage.claim(sent < bytes.length, 'the client could not send everything');
  stage.claim(grown < 16, 'the memory of the server has grown by less than 16 MB');
  stage.claim(
    interests(server).some(({ events }) => (events & EPOLLOUT) !== 0),
    'the server waits for EPOLLOUT, and reads nothing meanwhile',
  );
}

async function sameMegabyte(stage: Stage): Promise<void> {
  const level = await countWakeups(stage, LEVEL);
  const edge = await countWakeups(stage, EDGE);
  stage.show('returns of epoll_wait with events', [`level-triggered  ${level}`, `edge-triggered   ${edge}`]);
  stage.claim(level >= 1024, 'level: at least one for each 1,000 bytes');
  stage.claim(edge < level / 4, 'edge: less than a quarter of that');
}

async function oneRead(stage: Stage): Promise<void> {
  const broken = await fiveThousand(stage, 'read-once');
  stage.show('one read for each event (read-once)', [
    ...broken.server.describeProcesses(),
    ...broken.client.describeQueues(),
  ]);
  stage.claim(broken.client.serverRow?.rxQueue === 4000, '4,000 bytes are unread, and the server sleeps');
  const reference = await fiveThousand(stage);
  stage.show('the reference', [...reference.server.describeProcesses(), ...reference.client.describeQueues()]);
  stage.claim(reference.client.received.length === 5005, 'the reference has read and echoed all of them');
}

async function fiveAtOnce(stage: Stage): Promise<void> {
  for (const mistake of ['accept-once', undefined]) {
    const server = await stage.start(EDGE, mistake === undefined ? {} : { mistake });
    await server.quiet();
    await server.frozen(async () => {
      for (let i = 0; i < 5; i++) await stage.connect(server);
    });
    await server.quiet();
    const queue = server.listener()?.rxQueue ?? -1;
    stage.show(mistake === undefined ? 'the reference' : 'one accept for each edge (accept-once)', [
      `${server.connections().length} connections accepted, ${queue} in the listener's queue`,
      ...server.describeProcesses(),
    ]);
    stage.claim(
      queue === (mistake === undefined ? 0 : 4),
      mistake === undefined ? 'no connection waits' : 'four connections wait, and the server sleeps',
    );
  }
}

async function lastWord(stage: Stage): Promise<void> {
  for (const mistake of ['hang-up-first', undefined]) {
    const server = await stage.start(EDGE, mistake === undefined ? {} : { mistake });
    const client = await stage.connect(server);
    await client.exchange(HELLO);
    await server.frozen(async () => {
      await client.send(Buffer.from('last word'));
      client.halfClose();
    });
    await server.waitFor('the end of the stream', () => {
      client.pump();
      return client.ending !== 'open';
    });
    const echo = client.received.subarray(HELLO.length).toString();
    stage.show(mistake === undefined ? 'the reference reads first' : 'the hang-up is handled first (hang-up-first)', [
      echo === '' ? 'no echo' : `echo: ${echo}`,
      client.ending === 'reset' ? 'then a reset: the server closed with bytes unread' : 'then the end of the stream',
    ]);
    stage.claim(
      (echo === 'last word') === (mistake === undefined),
      mistake === undefined ? 'the 9 bytes came back' : 'the 9 bytes are lost',
    );
  }
}

async function resetClient(stage: Stage): Promise<void> {
  for (const mistake of ['error-ignored', undefined]) {
    const server = await stage.start(LEVEL, mistake === undefined ? {} : { mistake });
    const client = await stage.connect(server);
    await client.exchange(HELLO);
    client.reset();
    const { sleeps, ms } = await idle(server);
    stage.show(mistake === undefined ? 'the reference' : 'errors are ignored (error-ignored)', [
      `${ms} ms of CPU in 200 ms`,
      ...server.log.slice(-1).map((line) => line.replace(/^\d+ /, '')),
      describeExit(server.exited),
    ]);
    stage.claim(
      sleeps === (mistake === undefined),
      mistake === undefined ? 'the server has closed the connection, and sleeps' : 'epoll_wait returns again and again',
    );
  }
}

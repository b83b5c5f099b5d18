/** Lesson 09 for a class: predictions, each played on the reference, and some on a known mistake as well. */
import { prlimit, RLIMIT_NOFILE } from '#sys';
import { until } from '../../src/host/wait.ts';
import { cpuTime, descriptors, socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { ECHO, halfClosed, interestOf, interests, lateClient, maskOf, RESP, TRY } from './demo.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'The interest list of a loop',
    code: { file: 'loop.ts', step: '09.4' },
    say: 'An echo server on the reactor, with two clients.',
    predict: { question: 'How many descriptors are in its interest list?', choices: ['2', '3', '5'], answer: 2 },
    play: whatItWatches,
    proves: 'The listener, two connections, an eventfd to wake the loop, and one timerfd for all timers.',
  },
  {
    title: 'Three timers',
    code: { file: 'timers.ts', step: '09.4' },
    say: 'A program sets timers of 600, 200 and 400 ms, in this order, and sleeps.',
    predict: {
      question: 'Which kernel objects do they need?',
      choices: ['three timerfds', 'one timerfd', 'a sleeping thread for each'],
      answer: 1,
    },
    play: threeTimers,
    proves: 'One timerfd, set to the earliest. When it is readable: read it, run what is due, set it again.',
  },
  {
    title: 'A client that does not read',
    code: { file: 'connection.ts', step: '09.6' },
    say: 'A client sends as much as it can, and reads nothing.',
    predict: {
      question: 'For which events does the server watch this connection then?',
      choices: ['EPOLLIN', 'both', 'only EPOLLOUT'],
      answer: 2,
    },
    play: moreThanTaken,
    proves: 'Over the high-water mark the server stops reading: its memory is bounded, and TCP makes the client wait.',
  },
  {
    title: 'A client ends its direction before it reads',
    code: { file: 'connection.ts', step: '09.6' },
    say: 'A client sends until answers are pending, ends its direction, and only then reads. This server closes when recv returns 0 (end-destroys).',
    predict: {
      question: 'What does the client get?',
      choices: ['all bytes', 'the bytes that the kernel had taken', 'nothing at all'],
      answer: 1,
    },
    play: oneDirection,
    proves: 'After the last request there are still answers to send: flush first, then close.',
  },
  {
    title: 'No descriptor is left',
    code: { file: 'acceptor.ts', step: '09.5' },
    say: 'No descriptor is left, and a client connects. This acceptor logs the error and goes on watching (emfile).',
    predict: { question: 'What does the server do?', choices: ['sleep', 'use a whole CPU', 'exit'], answer: 1 },
    play: lastDescriptor,
    proves: 'A connection that you cannot accept keeps the listener readable: stop watching it for a while.',
  },
  {
    title: 'A request and a half',
    code: { file: 'resp-parser.ts', step: '09.8' },
    say: 'A client sends two requests of RESP. The first read brings one and a half of them.',
    predict: {
      question: 'How many answers does the server send after the first read?',
      choices: ['none', '1', '2'],
      answer: 1,
    },
    play: oneAndAHalf,
    proves: 'A complete request is answered. The rest stays in the buffer until more bytes arrive.',
  },
];

async function whatItWatches(stage: Stage): Promise<void> {
  const server = await stage.start(ECHO);
  const [ann, bob] = [await stage.connect(server), await stage.connect(server)];
  for (const client of [ann, bob]) await client.exchange(Buffer.from('hello'));
  await server.quiet();
  const names = new Map(descriptors(server.pid).map(({ fd, target }) => [fd, target]));
  const list = interests(server);
  stage.show(
    '/proc/PID/fdinfo of the epoll descriptor',
    list.map((one) => `fd ${one.fd}  ${maskOf(one)}  ${names.get(one.fd)}`),
  );
  stage.claim(
    list.length === 5 && list.every((one) => maskOf(one) === 'EPOLLIN'),
    'five descriptors, each watched for EPOLLIN',
  );
  const sockets = socketInodes(server.pid).size;
  bob.close();
  await server.quiet();
  const closed = sockets - socketInodes(server.pid).size;
  stage.show('one client has closed', [`${interests(server).length} in the list, descriptors closed: ${closed}`]);
  stage.claim(
    interests(server).length === 4 && closed === 1,
    'its connection has left the list, and its descriptor is closed',
  );
}

async function threeTimers(stage: Stage): Promise<void> {
  const program = await stage.launch(TRY, { args: ['--part', 'loop'] });
  await program.waitFor('"running"', () => program.output.out.includes('running'));
  const set = performance.now();
  program.stdin?.write('after 600 late\nafter 200 early\nafter 400 middle\n');
  await program.waitFor('the timers to be set', () => program.output.out.includes('read'));
  const fds = descriptors(program.pid).filter(({ target }) => target.includes('timerfd'));
  await until(() => program.output.out.includes('late'), 15_000);
  const took = performance.now() - set;
  const order = program.output.out.split('\n').slice(2, -1);
  stage.show('timerfds, and the order of the timers', [
    ...fds.map(({ fd, target }) => `fd ${fd}  ${target}`),
    order.join(', '),
  ]);
  stage.claim(fds.length === 1, 'one timerfd');
  stage.claim(order.join() === 'early,middle,late', 'the timers expire in order of their time');
  stage.claim(took > 580, 'the last timer expires after 600 ms'); // 20 ms for rounding: the kernel ends none early
}

async function moreThanTaken(stage: Stage): Promise<void> {
  const { server, client, sent, grown } = await lateClient(stage);
  stage.show('the connection', [
    `the client has sent ${(sent / 1e6).toFixed(1)} MB, the server has grown by ${(grown / 1000).toFixed(1)} MB`,
    `watched for ${maskOf(interestOf(server, client))}`,
  ]);
  stage.claim(maskOf(interestOf(server, client)) === 'EPOLLOUT', 'EPOLLOUT, and no EPOLLIN');
  stage.claim(grown < 24_000, "the server's memory is bounded");
}

async function oneDirection(stage: Stage): Promise<void> {
  for (const mistake of ['end-destroys', undefined]) {
    const { sent, got } = await halfClosed(stage, mistake);
    stage.show(mistake === undefined ? 'the reference' : 'closed at the end of the stream (end-destroys)', [
      `${got} of ${sent} bytes came back`,
    ]);
    if (mistake === undefined) stage.claim(got === sent, 'all bytes come back');
    else
      stage.claim(
        got > 0 && got < sent,
        "the bytes that the kernel had taken arrive; the rest was in the server's buffer",
      );
  }
}

const goesQuiet = (server: ObservedProgram): Promise<boolean> =>
  server.quiet().then(
    () => true,
    () => false,
  );

/** Whether the server uses less than 100 ms of CPU time in ten seconds, a long time because a busy machine gives it little. */
const staysCool = async (server: ObservedProgram, before: number): Promise<boolean> =>
  (await until(() => cpuTime(server.pid) - before > 100e6, 10_000)) === null;

async function lastDescriptor(stage: Stage): Promise<void> {
  for (const mistake of ['emfile', undefined]) {
    const server = await stage.start(TRY, {
      args: ['--part', 'acceptor'],
      ...(mistake === undefined ? {} : { mistake }),
    });
    await server.quiet();
    noMoreDescriptors(server);
    await stage.connect(server);
    await server.waitFor('accept to fail', () => server.log.some((line) => line.includes('EMFILE')));
    const before = cpuTime(server.pid);
    const sleeps = await (mistake === undefined ? goesQuiet(server) : staysCool(server, before));
    stage.show(mistake === undefined ? 'the reference' : 'the listener stays watched (emfile)', [
      `${Math.round((cpuTime(server.pid) - before) / 1e6)} ms of CPU time${sleeps ? '' : ', and rising'}`,
      `${server.listener()?.rxQueue ?? 0} in the listener's queue`,
    ]);
    if (mistake === undefined) stage.claim(sleeps && server.exited === null, 'it sleeps, and tries again later');
    else stage.claim(!sleeps && server.exited === null, 'it never sleeps');
  }
}

function noMoreDescriptors(server: ObservedProgram): void {
  const used = new Set(descriptors(server.pid).map(({ fd }) => fd));
  let limit = 0;
  while (used.has(limit)) limit++;
  prlimit(server.pid, RLIMIT_NOFILE, { soft: limit, hard: limit });
}

async function oneAndAHalf(stage: Stage): Promise<void> {
  const server = await stage.start(RESP);
  const client = await stage.connect(server);
  const bytes = Buffer.from('*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n');
  await client.send(bytes.subarray(0, 25));
  await server.quiet();
  client.pump();
  const first = client.received.toString();
  await client.send(bytes.subarray(25));
  await server.quiet();
  client.pump();
  stage.show('answers', [
    `after 25 of ${bytes.length} bytes: ${JSON.stringify(first)}`,
    `after all bytes: ${JSON.stringify(client.received.toString())}`,
  ]);
  stage.claim(first === '+PONG\r\n', 'one answer after the first read');
  stage.claim(
    client.received.toString() === '+PONG\r\n$5\r\nhello\r\n',
    'the other answer when its request is complete',
  );
  server.signal('SIGTERM');
  client.close(); // otherwise the server waits a second for the client's FIN
  const exit = await server.exit();
  stage.claim(exit.code === 0, `SIGTERM: the server ${describeExit(exit)}`);
}

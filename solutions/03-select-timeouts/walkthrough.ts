/** Lesson 03 for a class: predictions, each played on the reference and where it helps on a mistake. */
import { createServer } from 'node:net';
import {
  AF_INET,
  close,
  connect,
  getsockopt,
  isSystemError,
  O_NONBLOCK,
  POLLOUT,
  poll,
  SO_ERROR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  socket,
} from '#sys';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { HELLO, SERVER, stalled, storm, ticking } from './demo.ts';

const TRY = 'try.ts';
const CLIENT = 'client.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'A limit, and a signal every 150 ms',
    code: { file: 'timeouts.ts', step: '03.1' },
    say: 'readTimeout waits 1,500 ms for a peer that says nothing. A signal with a handler comes every 150 ms. After EINTR it waits again, with a fresh 1,500 ms.',
    predict: { question: 'When is its time up?', choices: ['after 1,500 ms', 'much later', 'never'], answer: 2 },
    play: signals,
    proves:
      'The time that is left has to survive an interruption. Linux leaves it in the timeval; elsewhere, ask the clock.',
  },
  {
    title: 'Writable',
    code: { file: 'timeouts.ts', step: '03.2' },
    say: 'A non-blocking socket connects to a port where nobody listens. Then it is asked whether it can be written.',
    predict: { question: 'What does poll say?', choices: ['yes, writable', 'not writable'], answer: 0 },
    play: writable,
    proves: 'Writable says that connecting is over. Whether it worked, SO_ERROR says, and once only.',
  },
  {
    title: 'Whose flags?',
    code: { file: 'timeouts.ts', step: '03.2' },
    say: 'connectTimeout made the socket non-blocking. The connection was refused, and it threw. It sets the flags back after its last line.',
    predict: { question: 'Does the socket block again?', choices: ['yes', 'no'], answer: 1 },
    play: flags,
    proves: 'A failure leaves by another door. What has to be put back belongs into finally.',
  },
  {
    title: 'The same set again',
    code: { file: SERVER, step: '03.3' },
    say: 'Two clients are connected. The first one has said something, and has its echo. The server gives select the same set again. Now the second one says hello.',
    predict: { question: 'Does it get an echo?', choices: ['yes', 'no'], answer: 1 },
    play: sameSet,
    proves: 'select leaves only those in the set that were ready. Make it anew for each call.',
  },
  {
    title: 'A client that does not read',
    code: { file: SERVER, step: '03.4' },
    say: 'A client sends megabytes and reads nothing. Another one says hello.',
    predict: { question: 'Is the second one served?', choices: ['yes', 'no, later'], answer: 0 },
    play: slow,
    proves: 'What did not fit waits in pending, and select says when there is room. Nobody else waits.',
  },
  {
    title: 'The wall',
    code: { file: SERVER, step: '03.4' },
    say: '1,034 clients connect. The limit of descriptors is far away. The server puts each into its set.',
    predict: {
      question: 'What happens at descriptor 1,024?',
      choices: ['nothing special', 'the server ends'],
      answer: 1,
    },
    play: theWall,
    proves: 'FD_SETSIZE is the size of an array, and no setting. Look at the number before you add it.',
  },
  {
    title: 'What was left of the time',
    code: { file: SERVER, step: '03.5' },
    say: 'A server ticks every 200 ms. It made one timeval at the start, and passes it to each select.',
    predict: {
      question: 'What does it do after the first tick?',
      choices: ['sleep 200 ms', 'not sleep at all'],
      answer: 1,
    },
    play: leftOver,
    proves: 'After a time-out nothing is left: a select with 0 does not wait.',
  },
  {
    title: 'The end of the input',
    code: { file: CLIENT, step: '03.6' },
    say: 'A client gets a megabyte on its standard input. The server reads everything, and answers only then. The client leaves at the end of its input.',
    predict: { question: 'How much of the answer is printed?', choices: ['all of it', 'some', 'nothing'], answer: 2 },
    play: endOfInput,
    proves:
      'The end of what we say is not the end of what we hear: shutdown one direction, and read the other one to its end.',
  },
];

const LIMIT_MS = 1500;

async function signals(stage: Stage): Promise<void> {
  const peer = createServer({ pauseOnConnect: true });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  const { port } = peer.address() as { port: number };
  peer.on('connection', (socket) => socket.on('error', () => {}));
  try {
    for (const mistake of ['starts-anew', undefined]) {
      const program = await stage.launch(TRY, {
        args: ['--call', 'read', '--port', String(port), '--ms', String(LIMIT_MS)],
        ...(mistake === undefined ? {} : { mistake }),
      });
      await program.waitFor('the call', () => /^fd \d+$/m.test(program.output.out));
      await program.quiet();
      const began = performance.now();
      const over = (): boolean => program.output.out.split('\n').length > 2;
      while (!over() && program.exited === null && performance.now() - began < 3 * LIMIT_MS) {
        program.signal('SIGUSR2');
        await new Promise((resolve) => setTimeout(resolve, LIMIT_MS / 10));
      }
      const took = (performance.now() - began) / 1000;
      const result = program.output.out.split('\n')[1] ?? '';
      stage.show(mistake === undefined ? 'the reference' : 'the whole time anew (starts-anew)', [
        over()
          ? `${result} after ${took.toFixed(1)} s`
          : `still waiting after ${took.toFixed(1)} s and ${program.log.length - 1} signals`,
      ]);
      const interrupted = program.log.filter((line) => line.endsWith('interrupted')).length > 1;
      if (mistake === undefined)
        stage.claim(result === 'ETIMEDOUT' && interrupted, 'ETIMEDOUT, though it was interrupted several times');
      else stage.claim(!over() && interrupted, 'as long as signals come, it goes on waiting');
      program.stdin?.end();
    }
  } finally {
    peer.close();
  }
}

async function writable(stage: Stage): Promise<void> {
  const port = await freePort();
  const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
  try {
    try {
      connect(fd, { family: AF_INET, address: '127.0.0.1', port });
    } catch (error) {
      if (!isSystemError(error, 'EINPROGRESS')) throw error;
    }
    const revents = poll([{ fd, events: POLLOUT }], 1000)[0] ?? 0;
    const first = getsockopt(fd, SOL_SOCKET, SO_ERROR);
    const second = getsockopt(fd, SOL_SOCKET, SO_ERROR);
    stage.show('a refused connection', [
      `poll: ${(revents & POLLOUT) !== 0 ? 'POLLOUT' : 'not writable'}`,
      `SO_ERROR: ${first}, asked again: ${second}`,
    ]);
    stage.claim((revents & POLLOUT) !== 0, 'poll says that it can be written');
    stage.claim(first === 111 && second === 0, 'SO_ERROR says 111, ECONNREFUSED, and forgets it');
  } finally {
    close(fd);
  }
  for (const mistake of ['writable-is-connected', undefined]) {
    const { result } = await refused(stage, port, mistake);
    stage.show(mistake === undefined ? 'the reference asks' : 'nobody asks SO_ERROR (writable-is-connected)', [
      `connectTimeout: ${result}`,
    ]);
    if (mistake === undefined) stage.claim(result === 'ECONNREFUSED', 'it throws what SO_ERROR said');
    else stage.claim(result === 'connected', 'writable is taken for connected');
  }
}

/** What connectTimeout makes of a port where nobody listens; the program still has the socket. */
async function refused(
  stage: Stage,
  port: number,
  mistake: string | undefined,
): Promise<{ program: ObservedProgram; result: string }> {
  const program = await stage.launch(TRY, {
    args: ['--call', 'connect', '--port', String(port)],
    ...(mistake === undefined ? {} : { mistake }),
  });
  await program.waitFor('the result', () => program.output.out.split('\n').length > 2);
  return { program, result: program.output.out.split('\n')[1] ?? '' };
}

/** A port where nobody listens. */
async function freePort(): Promise<number> {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const { port } = free.address() as { port: number };
  await new Promise((resolve) => free.close(resolve));
  return port;
}

async function flags(stage: Stage): Promise<void> {
  const port = await freePort();
  for (const mistake of ['flags-left', undefined]) {
    const { program, result } = await refused(stage, port, mistake);
    const fd = Number(/^fd (\d+)$/m.exec(program.output.out)?.[1] ?? -1);
    const set = descriptorFlags(program.pid, fd) ?? O_NONBLOCK;
    stage.show(mistake === undefined ? 'the reference, with finally' : 'after the last line only (flags-left)', [
      result,
      `/proc/${program.pid}/fdinfo/${fd}: flags 0${set.toString(8)}`,
    ]);
    const nonblocking = (set & O_NONBLOCK) !== 0;
    stage.claim(
      nonblocking === (mistake !== undefined),
      mistake === undefined ? 'it blocks, as before' : 'O_NONBLOCK (04000) is still set',
    );
    program.stdin?.end();
  }
}

async function sameSet(stage: Stage): Promise<void> {
  for (const mistake of ['stale-set', undefined]) {
    const server = await stage.start(SERVER, mistake === undefined ? {} : { mistake });
    const ann = await stage.connect(server);
    await ann.exchange(HELLO);
    const bob = await stage.connect(server);
    await bob.send(HELLO);
    await server.quiet();
    bob.pump();
    stage.show(mistake === undefined ? 'the reference' : 'the set as select left it (stale-set)', [
      ...server.describeProcesses(),
      ...bob.describeQueues(),
      `the second client has ${bob.received.length} bytes`,
    ]);
    stage.claim(
      (bob.received.length === HELLO.length) === (mistake === undefined),
      mistake === undefined ? 'it has its echo' : 'it has none, and the server sleeps',
    );
  }
}

async function slow(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER);
  const { client, sent } = await stalled(stage, server);
  const other = await stage.connect(server);
  await other.exchange(HELLO);
  stage.show('the connections', [
    `${(sent / 1e6).toFixed(1)} MB sent`,
    ...client.describeQueues(),
    `the other client has "${other.received.toString()}"`,
  ]);
  stage.claim(other.received.equals(HELLO), 'the other client has its echo');
  stage.claim(sent < 24_000_000, 'the one that does not read has to wait');
}

async function theWall(stage: Stage): Promise<void> {
  for (const mistake of ['beyond-the-set', undefined]) {
    const seen: { server: ObservedProgram; lines: string[] } | null = await storm(stage, mistake);
    if (seen === null) return;
    stage.show(mistake === undefined ? 'the reference' : 'no look at the number (beyond-the-set)', seen.lines);
    stage.claim(
      (seen.server.exited === null) === (mistake === undefined),
      mistake === undefined ? 'it refuses what does not fit' : 'it has ended',
    );
  }
}

async function leftOver(stage: Stage): Promise<void> {
  for (const mistake of ['stale-time', undefined]) {
    const { server, ms } = await ticking(stage, mistake);
    stage.show(mistake === undefined ? 'the reference' : 'one timeval for all (stale-time)', [
      `${ms} ms of CPU in 500 ms`,
      ...server.describeProcesses(),
    ]);
    stage.claim(
      ms > 100 === (mistake !== undefined),
      mistake === undefined ? 'it sleeps' : 'it does not sleep any more',
    );
  }
}

async function endOfInput(stage: Stage): Promise<void> {
  for (const mistake of ['close-at-eof', undefined]) {
    const pieces: Buffer[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => {});
      socket.on('data', (data) => pieces.push(data));
      socket.on('end', () => socket.end(Buffer.concat(pieces)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    try {
      const client = await stage.launch(CLIENT, {
        args: ['--port', String(port)],
        ...(mistake === undefined ? {} : { mistake }),
      });
      client.stdin?.end('x'.repeat(1_000_000));
      const exit = await client.exit();
      stage.show(mistake === undefined ? 'the reference' : 'it leaves at the end of its input (close-at-eof)', [
        `${client.output.out.length} of 1000000 bytes printed`,
        describeExit(exit),
      ]);
      stage.claim(
        (client.output.out.length === 1_000_000) === (mistake === undefined),
        mistake === undefined ? 'all of it' : 'the answer came to nobody',
      );
    } finally {
      server.close();
    }
  }
}

/** Walkthrough of lesson 03: time-outs, interrupted waits, and a non-blocking connect. */
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
import { descriptorFlags } from '../../../src/kit/kernel/fdinfo.ts';
import type { ObservedProgram } from '../../../src/kit/observed-program.ts';
import type { WalkStep } from '../../../src/stage/scene.ts';
import type { Stage } from '../../../src/stage/stage.ts';

const TRY = 'try.ts';
const LIMIT_MS = 1500;

export const interruptedWait: WalkStep = {
  title: 'A time-out, and a signal every 150 ms',
  code: { file: 'timeouts.ts', step: '03.1' },
  say: 'readTimeout waits 1,500 ms for a silent peer. A signal with a handler comes every 150 ms. After each EINTR readTimeout waits again for the whole 1,500 ms.',
  predict: { question: 'When is its time up?', choices: ['after 1,500 ms', 'much later', 'never'], answer: 2 },
  play: signals,
  proves:
    'After an interruption only the remaining time may pass. Linux leaves it in the timeval; elsewhere, ask the clock.',
};

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
      stage.show(mistake === undefined ? 'the reference' : 'the whole time again (starts-anew)', [
        over()
          ? `${result} after ${took.toFixed(1)} s`
          : `still waiting after ${took.toFixed(1)} s and ${program.log.length - 1} signals`,
      ]);
      const interrupted = program.log.filter((line) => line.endsWith('interrupted')).length > 1;
      if (mistake === undefined)
        stage.claim(result === 'ETIMEDOUT' && interrupted, 'ETIMEDOUT, though it was interrupted several times');
      else stage.claim(!over() && interrupted, 'it waits for as long as signals come');
      program.stdin?.end();
    }
  } finally {
    peer.close();
  }
}

export const refusedConnect: WalkStep = {
  title: 'Writable',
  code: { file: 'timeouts.ts', step: '03.2' },
  say: 'A non-blocking socket connects to a port without a listener. Then poll waits until the socket is writable.',
  predict: { question: 'What does poll say?', choices: ['yes, writable', 'not writable'], answer: 0 },
  play: writable,
  proves: 'Writable means that the attempt is over. SO_ERROR tells whether it succeeded, and only once.',
};

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
    stage.claim((revents & POLLOUT) !== 0, 'poll reports the refused socket as writable');
    stage.claim(first === 111 && second === 0, 'SO_ERROR is 111, ECONNREFUSED, and reading clears it');
  } finally {
    close(fd);
  }
  for (const mistake of ['writable-is-connected', undefined]) {
    const { result } = await refused(stage, port, mistake);
    stage.show(
      mistake === undefined ? 'the reference reads SO_ERROR' : 'SO_ERROR is not read (writable-is-connected)',
      [`connectTimeout: ${result}`],
    );
    if (mistake === undefined) stage.claim(result === 'ECONNREFUSED', 'it throws the error from SO_ERROR');
    else stage.claim(result === 'connected', 'a writable socket is taken for a connected one');
  }
}

export const restoredFlags: WalkStep = {
  title: 'The flags after an error',
  code: { file: 'timeouts.ts', step: '03.2' },
  say: 'connectTimeout made the socket non-blocking. The connection was refused, and it threw. The line that restores the flags is its last one.',
  predict: { question: 'Does the socket block again?', choices: ['yes', 'no'], answer: 1 },
  play: flags,
  proves: 'An error skips the lines after it. A change that must be undone is undone in finally.',
};

async function flags(stage: Stage): Promise<void> {
  const port = await freePort();
  for (const mistake of ['flags-left', undefined]) {
    const { program, result } = await refused(stage, port, mistake);
    const fd = Number(/^fd (\d+)$/m.exec(program.output.out)?.[1] ?? -1);
    const set = descriptorFlags(program.pid, fd) ?? O_NONBLOCK;
    stage.show(mistake === undefined ? 'the reference, with finally' : 'restored on the last line only (flags-left)', [
      result,
      `/proc/${program.pid}/fdinfo/${fd}: flags 0${set.toString(8)}`,
    ]);
    const nonblocking = (set & O_NONBLOCK) !== 0;
    stage.claim(
      nonblocking === (mistake !== undefined),
      mistake === undefined ? 'the socket is blocking, as before' : 'O_NONBLOCK (04000) is still set',
    );
    program.stdin?.end();
  }
}

/** The result of connectTimeout at a port without a listener, and the program, which still has the socket. */
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

/** A port without a listener. */
async function freePort(): Promise<number> {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const { port } = free.address() as { port: number };
  await new Promise((resolve) => free.close(resolve));
  return port;
}

import { createServer, type Socket } from 'node:net';
import { O_NONBLOCK } from '#sys';
import { descriptorFlags } from '../../src/kit/fdinfo.ts';
import { describeExit, type Server } from '../../src/kit/server.ts';
import { until } from '../../src/kit/wait.ts';
import { fullBacklog } from './backlog.ts';
import type { Bench } from './bench.ts';
import type { GradedLesson } from './graded.ts';
import { freePort } from './port.ts';
import { targetFile } from './target.ts';

const TRY = targetFile('03', 'try.ts');
/** A wait of 800 ms is over after 15 s, whatever the machine does; and a wait that starts anew never ends. */
const PATIENCE_MS = 15_000;
const MS = 800;
const READS = 'readTimeout: returns what comes';

/** What try.ts printed about its call, once it has; null when it has not for a long time. */
const resultOf = (program: Server): Promise<string | null> =>
  until(() => {
    const lines = program.output.out.split('\n').filter((line) => !line.startsWith('listening'));
    return lines.length > 3 || program.exited !== null
      ? (lines[1] ?? `nothing: it ${describeExit(program.exited)}`)
      : null;
  }, PATIENCE_MS);

/** A peer that accepts, and says and reads nothing until it is told to. */
async function silentPeer(): Promise<{ port: number; socket(): Socket | undefined; close(): void }> {
  const sockets: Socket[] = [];
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    socket: () => sockets[0],
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Runs try.ts. The time is what it measured itself around its call: we may look late, on a busy machine much too late. */
async function tried(
  bench: Bench,
  args: readonly string[],
  meanwhile: (program: Server) => Promise<void> | void = () => {},
): Promise<{ program: Server; result: string; ms: number }> {
  const program = await bench.watch(TRY, { args });
  bench.note(`started  try.ts ${args.join(' ')}`);
  await program.waitFor('the call to begin', () => /^fd \d+$/m.test(program.output.out));
  await meanwhile(program);
  const result = await resultOf(program);
  bench.expect(result !== null, {
    expected: 'an end of the call',
    saw: `none in ${PATIENCE_MS / 1000} s`,
    kernel: program.describeProcesses(),
    looksLike: args.includes('connect') ? 'L03-B08' : args.includes('write') ? 'L03-B18' : 'L03-B15',
  });
  return { program, result, ms: Number(/^after ([\d.]+) ms$/m.exec(program.output.out)?.[1] ?? 0) };
}

function expectTimedOut(bench: Bench, { result, ms }: { result: string; ms: number }, looksLike?: string): void {
  bench.expect(result === 'ETIMEDOUT', { expected: 'ETIMEDOUT', saw: result, looksLike: looksLike ?? 'L03-B06' });
  bench.expect(ms > MS / 2, {
    expected: `to wait ${MS} ms`,
    saw: `ETIMEDOUT after ${ms.toFixed(0)} ms`,
    looksLike: 'L03-B15',
  });
}

/** The graded tests of lesson 03's four functions. */
export function timeoutTests(lesson: GradedLesson): void {
  const graded: GradedLesson['graded'] = (step, points, title, body, options) =>
    lesson.graded(
      step,
      points,
      title,
      async (bench) => {
        await body(bench);
        // They end when their standard input does.
        for (const program of bench.programs) {
          program.stdin?.end();
          await program.exit();
        }
      },
      options,
    );

  graded('03.1', 5, READS, async (bench: Bench) => {
    const peer = await silentPeer();
    try {
      const { result } = await tried(
        bench,
        ['--call', 'read', '--port', String(peer.port), '--ms', '0'],
        async (program) => {
          await bench.step('0 waits for ever: it sleeps', () => program.quiet());
          await until(() => peer.socket() ?? null, PATIENCE_MS);
          peer.socket()?.write('hello');
          bench.note('sent 5 bytes');
        },
      );
      bench.expect(result === '5 bytes', {
        expected: '5 bytes',
        saw: result,
        looksLike: result === 'ETIMEDOUT' ? 'L03-B20' : undefined,
      });
    } finally {
      peer.close();
    }
  });

  graded(
    '03.1',
    4,
    'readTimeout: throws ETIMEDOUT when nothing comes',
    async (bench: Bench) => {
      const peer = await silentPeer();
      try {
        expectTimedOut(bench, await tried(bench, ['--call', 'read', '--port', String(peer.port), '--ms', String(MS)]));
      } finally {
        peer.close();
      }
    },
    { needs: [READS] },
  );

  graded(
    '03.1',
    6,
    'readTimeout: keeps to its time though signals interrupt it',
    async (bench: Bench) => {
      const peer = await silentPeer();
      try {
        const answer = await tried(
          bench,
          ['--call', 'read', '--port', String(peer.port), '--ms', String(MS)],
          async (program) => {
            await program.quiet();
            const over = until(() => /^after /m.test(program.output.out) || program.exited !== null, PATIENCE_MS);
            const timer = setInterval(() => program.signal('SIGUSR2'), MS / 16);
            try {
              await over;
            } finally {
              clearInterval(timer);
            }
            bench.note(`sent SIGUSR2, which has a handler, every ${MS / 16} ms until the call was over`);
            bench.expect((await over) !== null, {
              expected: `an end after ${MS} ms`,
              saw: `none in ${PATIENCE_MS / 1000} s`,
              looksLike: 'L03-B04',
            });
          },
        );
        bench.expect(answer.result !== 'EINTR', {
          expected: 'EINTR not to end the wait',
          saw: 'EINTR',
          looksLike: 'L03-B19',
        });
        bench.expect(answer.result === 'ETIMEDOUT', {
          expected: 'ETIMEDOUT',
          saw: answer.result,
          looksLike: 'L03-B06',
        });
      } finally {
        peer.close();
      }
    },
    { needs: ['readTimeout: throws ETIMEDOUT when nothing comes'] },
  );

  graded('03.1', 3, 'acceptTimeout: takes a connection, and gives up when none comes', async (bench: Bench) => {
    expectTimedOut(bench, await tried(bench, ['--call', 'accept', '--ms', String(MS)]));
    const program = await bench.start(TRY, { args: ['--call', 'accept', '--ms', '0'] });
    await program.quiet();
    await bench.connect(program);
    const result = await bench.step('a client connected', () => resultOf(program));
    bench.expect(/^accepted fd \d+$/.test(result ?? ''), { expected: 'the connection', saw: result ?? 'nothing' });
  });

  graded('03.1', 4, 'writeTimeout: gives up on a peer that does not read', async (bench: Bench) => {
    const peer = await silentPeer();
    try {
      expectTimedOut(bench, await tried(bench, ['--call', 'write', '--port', String(peer.port), '--ms', String(MS)]));
    } finally {
      peer.close();
    }
  });

  graded(
    '03.2',
    4,
    'connectTimeout: connects',
    async (bench: Bench) => {
      const peer = await silentPeer();
      try {
        const { program, result } = await tried(bench, [
          '--call',
          'connect',
          '--port',
          String(peer.port),
          '--ms',
          '5000',
        ]);
        bench.expect(result === 'connected', { expected: 'connected', saw: result });
        expectBlocking(bench, program, 'after a success');
      } finally {
        peer.close();
      }
    },
    { needs: [READS] },
  );

  graded(
    '03.2',
    5,
    'connectTimeout: says that nobody listens',
    async (bench: Bench) => {
      const { program, result } = await tried(bench, [
        '--call',
        'connect',
        '--port',
        String(freePort()),
        '--ms',
        '5000',
      ]);
      bench.expect(result === 'ECONNREFUSED', {
        expected: 'ECONNREFUSED',
        saw: result,
        looksLike: result === 'connected' ? 'L03-B07' : undefined,
      });
      expectBlocking(bench, program, 'after a failure');
    },
    { needs: ['connectTimeout: connects'] },
  );

  graded(
    '03.2',
    7,
    'connectTimeout: gives up when the queue is full',
    async (bench: Bench) => {
      const listener = await fullBacklog();
      bench.note('a listener whose queue is full: it answers no SYN');
      try {
        const seen = await tried(bench, ['--call', 'connect', '--port', String(listener.port), '--ms', String(MS)]);
        expectTimedOut(bench, seen, seen.result === 'connected' ? 'L03-B07' : undefined);
        expectBlocking(bench, seen.program, 'after a time-out');
      } finally {
        listener.close();
      }
    },
    { needs: ['connectTimeout: connects'] },
  );
}

function expectBlocking(bench: Bench, program: Server, when: string): void {
  const fd = Number(/^fd (\d+)$/m.exec(program.output.out)?.[1] ?? -1);
  const flags = descriptorFlags(program.pid, fd);
  bench.expect(flags !== null && (flags & O_NONBLOCK) === 0, {
    expected: `the socket to block ${when}, as it did before`,
    saw: flags === null ? `no descriptor ${fd}` : `flags 0${flags.toString(8)}: O_NONBLOCK (04000) is set`,
    looksLike: 'L03-B09',
  });
}

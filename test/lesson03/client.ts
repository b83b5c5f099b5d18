import { createServer, type Socket } from 'node:net';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { CLIENT, graded } from './lesson.ts';

const TALKS = 'client: prints the echo of its standard input';

/** A server on node:net that handles each connection with `serve`. */
async function withServer<T>(serve: (socket: Socket) => void, act: (port: number) => Promise<T>): Promise<T> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await act((server.address() as { port: number }).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

async function expectOutput(t: TestContext, client: ObservedProgram, text: string, looksLike: string): Promise<void> {
  const exit = await client.exit(() => looksLike);
  t.expect(client.output.out === text, () => ({
    expected: `${text.length} bytes of echo on standard output`,
    saw: `${client.output.out.length} bytes${client.output.out.length === text.length ? ', but not the same' : ''}, and the client ${describeExit(exit)}`,
    looksLike,
  }));
  t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the client ${describeExit(exit)}` });
}

// The answers differ from the input: a client that prints its own input fails.
graded('03.6', 4, TALKS, (t: TestContext) =>
  withServer(
    (socket) => {
      socket.on('data', (data) => socket.write(data.toString('latin1').toUpperCase()));
      socket.on('end', () => socket.end());
    },
    async (port) => {
      const client = await t.watch(CLIENT, { args: ['--port', String(port)] });
      t.note(`started  client.ts --port ${port}, with a server of the test that answers in upper case`);
      client.stdin?.write('hello\n');
      await t.step('wrote a line to its standard input; it printed the answer', () =>
        client.waitFor('"HELLO"', () => client.output.out === 'HELLO\n', { diagnose: () => 'send-first' }),
      );
      client.stdin?.end('and good-bye\n');
      await t.step('wrote another line and ended its input', () =>
        expectOutput(t, client, 'HELLO\nAND GOOD-BYE\n', 'close-at-eof'),
      );
    },
  ),
);

graded(
  '03.6',
  5,
  'client: prints every answer after its input has ended',
  (t: TestContext) => {
    const text = patternBytes(1_000_000, 'text').toString('latin1');
    const pieces: Buffer[] = [];
    let all: (() => void) | null = null;
    return withServer(
      (socket) => {
        socket.on('data', (data) => pieces.push(data));
        socket.on('end', () => {
          all = () => socket.end(Buffer.concat(pieces));
        });
      },
      async (port) => {
        const client = await t.watch(CLIENT, { args: ['--port', String(port)] });
        client.stdin?.end(text);
        await t.step(
          'gave it 1,000,000 bytes; the server read all of them and end of file, and has not answered yet',
          () =>
            client.waitFor(
              'the end of its stream',
              () => all !== null && pieces.reduce((sum, { length }) => sum + length, 0) === text.length,
            ),
        );
        await client.quiet();
        t.expect(client.exited === null, {
          expected: 'the client to wait for the answers',
          saw: `the client ${describeExit(client.exited)}`,
          looksLike: 'close-at-eof',
        });
        all?.();
        await t.step('the server answered', () => expectOutput(t, client, text, 'close-at-eof'));
      },
    );
  },
  { needs: [TALKS] },
);

graded(
  '03.6',
  4,
  'client: reads while the server does not read',
  (t: TestContext) => {
    const greeting = patternBytes(8_000_000, 'text');
    const text = patternBytes(8_000_000, 'text').toString('latin1');
    let answered = false;
    let received = 0;
    return withServer(
      (socket) => {
        socket.pause();
        socket.write(greeting, () => {
          answered = true;
          socket.resume();
        });
        socket.on('data', (data) => {
          received += data.length;
        });
        socket.on('end', () => socket.end());
      },
      async (port) => {
        const client = await t.watch(CLIENT, { args: ['--port', String(port)] });
        client.stdin?.end(text);
        t.note('gave it 8 MB of input; the server sends 8 MB, and reads nothing before the client has taken them');
        const done = await t.step('the client takes them', () =>
          until(() => answered || client.exited !== null, 15_000),
        );
        t.expect(done !== null && answered, {
          expected: 'both directions to move',
          saw: 'each side waiting for the other to read',
          kernel: client.describeProcesses(),
          looksLike: 'send-first',
        });
        const exit = await t.step('the client exits', () => until(() => client.exited, 15_000));
        t.expect(exit?.code === 0 && received === text.length, {
          expected: `8,000,000 bytes at the server, and exit status 0`,
          saw: `${received} bytes, and the client ${describeExit(client.exited)}`,
          looksLike: 'send-first',
        });
      },
    );
  },
  { needs: [TALKS] },
);

graded(
  '03.6',
  3,
  'client: fails when the server goes away',
  (t: TestContext) =>
    withServer(
      (socket) => socket.once('data', () => socket.end()),
      async (port) => {
        const client = await t.watch(CLIENT, { args: ['--port', String(port)] });
        client.stdin?.write('hello\n');
        t.note('the server ends the stream after the first line; the input of the client stays open');
        const exit = await t.step('the client exits', () => client.exit(() => 'silent-end'));
        t.expect(exit.code === 1 && client.log.some((line) => line !== ''), {
          expected: 'a message on standard error and exit status 1',
          saw: `the client ${describeExit(exit)}`,
          looksLike: exit.code === 0 ? 'silent-end' : undefined,
        });
      },
    ),
  { needs: [TALKS] },
);

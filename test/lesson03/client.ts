import type { Socket } from 'node:net';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { rowsOf } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { graded, startClient, TALKS } from './lesson.ts';
import { expectOutput, withServer } from './with-server.ts';

/** Whether a client sleeps although answers wait in the receive queue of its connection. */
const leavesAnswers = (client: ObservedProgram): boolean => rowsOf(client.pid).some(({ rxQueue }) => rxQueue > 0);
const blockedInSelect = (client: ObservedProgram): boolean => /select/.test(client.blockedIn() ?? '');

// The answers differ from the input: a client that prints its own input fails.
graded('03.6', 3, TALKS, (t: TestContext) =>
  withServer(
    (socket) => {
      socket.on('data', (data) => socket.write(data.toString('latin1').toUpperCase()));
      socket.on('end', () => socket.end());
    },
    async (port) => {
      const client = await startClient(t, port);
      t.note(`started  client.ts --port ${port}, with a server of the test that answers in upper case`);
      client.stdin?.write('hello\n');
      await t.step('wrote a line to its standard input; it printed the answer', () =>
        client.waitFor('"HELLO"', () => client.output.out === 'HELLO\n', {
          diagnose: ({ kind }) => {
            if (kind === 'busy') return 'spinning-client';
            return kind === 'stuck' && leavesAnswers(client) ? 'send-first' : undefined;
          },
        }),
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
  4,
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
        const client = await startClient(t, port);
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

/** More than the queues of both ends hold. */
const MANY = 20_000_000;

graded(
  '03.6',
  4,
  'client: reads while the server does not read',
  (t: TestContext) => {
    const bytes = patternBytes(MANY, 'text');
    let connection: Socket | null = null;
    let received = 0;
    return withServer(
      (socket) => {
        socket.pause();
        connection = socket;
        socket.on('data', (data) => {
          received += data.length;
        });
        socket.on('end', () => socket.end());
      },
      async (port) => {
        const client = await startClient(t, port, { stdio: ['pipe', 'ignore', 'pipe'] });
        client.stdin?.end(bytes);
        await client.waitFor('the connection', () => connection);
        await t.step('gave it 20 MB of input; the server reads nothing; it sleeps', () => client.quiet());
        let taken = false;
        connection?.write(bytes, () => {
          taken = true;
        });
        t.note('the server sends 20 MB, and reads nothing before the client has taken them');
        await t.step('the client takes them', () => until(() => taken || client.exited !== null, 15_000));
        t.expect(taken, {
          expected: 'both directions to move',
          saw: 'each side waiting for the other to read',
          kernel: client.describeProcesses(),
          looksLike: blockedInSelect(client) ? 'send-first' : 'blocking-client',
        });
        connection?.resume();
        const exit = await t.step('the server reads; the client exits', () => until(() => client.exited, 15_000));
        t.expect(exit?.code === 0 && received === MANY, {
          expected: `${MANY} bytes at the server, and exit status 0`,
          saw: `${received} bytes, and the client ${describeExit(client.exited)}`,
          looksLike: exit?.code === 0 ? 'input-lost' : undefined,
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
        const client = await startClient(t, port);
        client.stdin?.write('hello\n');
        t.note('the server ends the stream after the first line; the input of the client stays open');
        const exit = await t.step('the client exits', () =>
          client.exit(({ kind }) => (kind === 'busy' ? 'spinning-client' : 'silent-end')),
        );
        t.expect(exit.code === 1 && client.log.some((line) => line !== ''), {
          expected: 'a message on standard error and exit status 1',
          saw: `the client ${describeExit(exit)}`,
          looksLike: exit.code === 0 ? 'silent-end' : undefined,
        });
      },
    ),
  { needs: [TALKS] },
);

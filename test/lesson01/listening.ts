import { freePort, swapped } from '../../src/grading/free-port.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { Finding } from '../../src/kit/finding.ts';
import { tcpRows } from '../../src/kit/kernel/tcp.ts';
import { accepted } from '../support/echo.ts';
import { graded, LISTENS, SERVER } from './lesson.ts';

graded('01.1', 8, LISTENS, async (t: TestContext) => {
  const port = freePort();
  const server = await t.watch(SERVER, { args: ['--port', String(port)] });
  await t.step(`started  server.ts --port ${port}, pid ${server.pid}, and waited for a listening socket`, () =>
    server.listening(),
  );
  const row = server.listener();
  const seen = `${row?.localAddress}:${row?.localPort}`;
  const looksLike =
    row?.localPort === swapped(port) ? 'swapped-port' : row?.localAddress !== '127.0.0.1' ? 'wrong-address' : undefined;
  t.expect(seen === `127.0.0.1:${port}`, {
    expected: `a socket in state LISTEN at 127.0.0.1:${port}`,
    saw: `one at ${seen}`,
    kernel:
      row?.localPort === swapped(port)
        ? [`${port} is 0x${port.toString(16)}; swap its two bytes and it is ${swapped(port)}`]
        : [],
    looksLike,
    decisive: true,
  });
});

graded(
  '01.1',
  2,
  'prints the port on which it listens',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const line = await server.waitFor('a line on standard output', () => /^(.*)\n/.exec(server.output.out)?.[1]);
    t.expect(line === `listening 127.0.0.1:${server.port}`, {
      expected: `the line "listening 127.0.0.1:${server.port}"`,
      saw: JSON.stringify(line),
      decisive: true,
    });
  },
  { needs: [LISTENS] },
);

graded(
  '01.1',
  4,
  'keeps six connections waiting while it is busy',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    await server.frozen(async () => {
      t.note('froze the server (SIGSTOP), so that it accepts no connection');
      await t.step('connected 6 clients; the kernel completes the handshakes', () =>
        t.connectMany(server, 6).catch((error: unknown) => {
          if (!(error instanceof Finding)) throw error;
          throw new Finding({
            expected: '6 connections that wait to be accepted',
            saw: `only ${server.listener()?.rxQueue ?? 0} in the listener's queue: the next SYN was not answered`,
            kernel: ['the queue of a listener holds backlog + 1 connections'],
            looksLike: 'wrong-address',
            decisive: true,
          });
        }),
      );
    });
  },
  { needs: [LISTENS] },
);

graded(
  '01.1',
  6,
  'starts again at once on the same port',
  async (t: TestContext) => {
    const first = await t.start(SERVER);
    const client = await t.connect(first);
    await t.step('connected a client, and waited until the server had accepted it', () => accepted(first, client));
    first.signal('SIGKILL');
    await t.step('killed the server: its side of the connection closes first', () => first.exit());
    client.close();
    const timeWait = () => tcpRows().some((row) => row.localPort === first.port && row.state === 'TIME_WAIT');
    await t.step(`closed the client: port ${first.port} is in TIME_WAIT`, () =>
      first.waitFor('TIME_WAIT', timeWait, { alive: false }),
    );
    const again = await t.watch(SERVER, { args: ['--port', String(first.port)] });
    await t.step(`started it again with --port ${first.port}`, () =>
      again.listening().catch((error: unknown) => {
        const inUse = again.log.some((line) => line.includes('EADDRINUSE'));
        throw error instanceof Finding
          ? new Finding({
              ...error.details,
              saw: `${error.details.saw}${inUse ? ': bind threw EADDRINUSE' : ''}`,
              looksLike: inUse ? 'no-reuseaddr' : undefined,
            })
          : error;
      }),
    );
    const second = await t.watch(SERVER, { args: ['--port', String(first.port)] });
    t.note('started another one on the same port, while this one listens');
    await second.waitFor('it to end, because the port is taken', () => second.exited !== null || second.listener(), {
      alive: false,
    });
    t.expect(second.exited !== null, {
      expected: 'bind to fail with EADDRINUSE',
      saw: 'two servers that listen on one port and share its clients',
      kernel: ['SO_REUSEPORT lets both bind; SO_REUSEADDR does not'],
    });
  },
  { needs: [LISTENS] },
);

import {
  BPF_K,
  BPF_RET,
  close,
  getsockopt,
  IPPROTO_TCP,
  pidfdGetfd,
  pidfdOpen,
  SO_ATTACH_FILTER,
  SO_DETACH_FILTER,
  SO_KEEPALIVE,
  SOL_SOCKET,
  setsockopt,
  sockFprog,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_LINGER2,
  TCP_USER_TIMEOUT,
  tcpInfo,
} from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import { rowBetween } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { ABSENT, graded, VANISHED } from './lesson.ts';

/** Far more than all of the times below together. */
const LONG_MS = 30_000;

interface Guarded {
  readonly server: ObservedProgram;
  readonly client: Peer;
}

/** Starts absent.ts with these options; its client is guarded. */
async function guarded(t: TestContext, args: readonly string[]): Promise<Guarded> {
  const server = await t.start(ABSENT, { args });
  const client = await t.connect(server);
  await t.step('a client connected; waited for "guarded" in the log', () =>
    server.waitFor('"guarded" in the log', () => server.log.some((line) => line.includes('guarded'))),
  );
  return { server, client };
}

/** From now on the kernel drops all that comes for this client: it answers nothing, as if its machine had lost its power. */
function vanish(t: TestContext, client: Peer): void {
  setsockopt(client.fd, SOL_SOCKET, SO_ATTACH_FILTER, sockFprog([{ code: BPF_RET | BPF_K, k: 0 }]));
  t.note('the client vanishes: a filter drops every segment that comes for it');
}

const newsOf = ({ log }: ObservedProgram): string[] => log.flatMap((line) => /news: (\S+)/.exec(line)?.[1] ?? []);

/** Waits for the end of the connection; a program that sleeps until a timer of the kernel expires is not stuck. */
async function ending(t: TestContext, { server, client }: Guarded, looksLike: string): Promise<string> {
  await until(() => server.exited !== null || null, LONG_MS);
  const row = client.serverRow;
  t.expect(server.exited !== null, {
    expected: 'the server to find out, and to end',
    saw: `nothing in ${LONG_MS / 1000} s; its news: ${newsOf(server).join(', ') || 'none'}`,
    kernel: [
      `the server's end: ${row?.state}, ${row?.timer === null ? 'no timer' : `${row?.timer?.kind} in ${row?.timer?.ms} ms`}`,
    ],
    looksLike,
  });
  await server.exit();
  return newsOf(server).at(-1) ?? 'none';
}

const OPTIONS = [
  ['SO_KEEPALIVE', SOL_SOCKET, SO_KEEPALIVE, 1],
  ['TCP_KEEPIDLE', IPPROTO_TCP, TCP_KEEPIDLE, 50],
  ['TCP_KEEPINTVL', IPPROTO_TCP, TCP_KEEPINTVL, 7],
  ['TCP_KEEPCNT', IPPROTO_TCP, TCP_KEEPCNT, 3],
  ['TCP_USER_TIMEOUT', IPPROTO_TCP, TCP_USER_TIMEOUT, 90_000],
] as const;

const WRONG: Readonly<Record<string, string>> = {
  SO_KEEPALIVE: 'no-keepalive',
  TCP_KEEPIDLE: 'two-hours',
  TCP_USER_TIMEOUT: 'no-user-timeout',
};

graded('16.7', 3, 'the times are set on the socket, and its keepalive timer runs', async (t: TestContext) => {
  const { server, client } = await guarded(t, [
    '--idle',
    '50',
    '--interval',
    '7',
    '--count',
    '3',
    '--timeout',
    '90000',
  ]);
  const fd = socketInodes(server.pid).get(client.serverRow?.inode ?? 0);
  t.expect(fd !== undefined, {
    expected: 'the connection among the descriptors of the server',
    saw: 'it is not there',
  });
  const pidfd = pidfdOpen(server.pid);
  const copy = pidfdGetfd(pidfd, fd);
  close(pidfd);
  try {
    for (const [name, level, option, value] of OPTIONS) {
      const seen = getsockopt(copy, level, option);
      t.expect(seen === value, { expected: `${name} ${value}`, saw: `${seen}`, looksLike: WRONG[name] });
    }
  } finally {
    close(copy); // while it is there, no close of the server sends a FIN
  }
  const timer = client.serverRow?.timer;
  t.expect(timer?.kind === 'keepalive' && timer.ms <= 50_000, {
    expected: 'the keepalive timer, 50 s or less',
    saw: timer === null || timer === undefined ? 'no timer' : `${timer.kind}, ${timer.ms} ms`,
    looksLike: 'two-hours',
  });
});

graded(
  '16.7',
  3,
  VANISHED,
  async (t: TestContext) => {
    const began = performance.now();
    const it = await guarded(t, ['--idle', '1', '--interval', '1', '--count', '2']);
    vanish(t, it.client);
    const news = await ending(t, it, 'no-keepalive');
    t.expect(news === 'ETIMEDOUT', { expected: 'ETIMEDOUT', saw: news, kernel: it.server.log });
    const took = performance.now() - began;
    t.expect(took > 2900, {
      expected: 'silence for 1 s, and two questions of 1 s each',
      saw: `the end after ${Math.round(took)} ms`,
    });
  },
  { needs: ['the times are set on the socket, and its keepalive timer runs'] },
);

graded(
  '16.7',
  2,
  'bytes that nobody acknowledges end the connection after the time limit',
  async (t: TestContext) => {
    const it = await guarded(t, ['--idle', '1000', '--timeout', '1500']);
    vanish(t, it.client);
    it.server.stdin?.write('are you there?\n');
    const news = await ending(t, it, 'no-user-timeout');
    t.expect(news === 'ETIMEDOUT', { expected: 'ETIMEDOUT', saw: news, kernel: it.server.log });
  },
  { needs: ['the times are set on the socket, and its keepalive timer runs'] },
);

graded('16.7', 2, 'a peer that has forgotten the connection is found by writing', async (t: TestContext) => {
  const it = await guarded(t, ['--idle', '1000']);
  const { server, client } = it;
  setsockopt(client.fd, IPPROTO_TCP, TCP_LINGER2, 1);
  client.close();
  await t.step('the client closed, and its kernel forgets the connection after a second', () =>
    until(() => rowBetween(client.port, server.port) === null || null, LONG_MS),
  );
  t.expect(client.serverRow?.state === 'CLOSE_WAIT' && newsOf(server).at(-1) === 'end', {
    expected: 'the server in CLOSE_WAIT, with the news: end',
    saw: `${client.serverRow?.state ?? 'no connection'}, news: ${newsOf(server).join(', ') || 'none'}`,
    looksLike: 'end-is-error',
  });
  server.stdin?.write('are you there?\n');
  const news = await ending(t, it, 'only-recv');
  t.expect(['EPIPE', 'ECONNRESET'].includes(news) && server.log.some((line) => line.includes('sent 15 bytes')), {
    expected: 'a write that succeeds, and then the news: EPIPE',
    saw: news,
    kernel: server.log,
    looksLike: news === 'end' ? 'only-recv' : undefined,
  });
});

graded(
  '16.7',
  2,
  'a peer that is silent, and alive, stays; also when one question is lost',
  async (t: TestContext) => {
    const { server, client } = await guarded(t, ['--idle', '1', '--interval', '1', '--count', '3']);
    vanish(t, client);
    const asked = await t.step('waited for a question that gets no answer', () =>
      until(() => (client.serverRow?.timer?.kind === 'keepalive' && probesOf(server, client) > 0) || null, LONG_MS),
    );
    t.expect(asked !== null, { expected: 'a question', saw: 'none', looksLike: 'no-keepalive' });
    setsockopt(client.fd, SOL_SOCKET, SO_DETACH_FILTER, 0);
    const answered = await t.step('the client hears again; waited for a question with an answer', () =>
      until(() => server.exited !== null || probesOf(server, client) === 0 || null, LONG_MS),
    );
    t.expect(answered !== null && server.exited === null, {
      expected: 'a connection that goes on',
      saw: newsOf(server).at(-1) ?? 'none',
    });
    server.stdin?.write('hello\n');
    await client.expect(Buffer.from('hello\n'));
    client.close();
    server.signal('SIGKILL');
    await server.exit();
  },
  { needs: [VANISHED] },
);

/** Questions without an answer so far, as TCP_INFO of the server's socket has them. */
function probesOf(server: ObservedProgram, client: Peer): number {
  const fd = socketInodes(server.pid).get(client.serverRow?.inode ?? 0);
  if (fd === undefined) return 0;
  const pidfd = pidfdOpen(server.pid);
  const copy = pidfdGetfd(pidfd, fd);
  close(pidfd);
  try {
    return tcpInfo(copy).probes;
  } finally {
    close(copy);
  }
}

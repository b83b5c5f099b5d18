/** A client that vanishes without a packet, in front of keepalive, TCP_USER_TIMEOUT and the heartbeat. */
import { connectTo, listenOn } from '#program';
import {
  accept,
  BPF_K,
  BPF_RET,
  close,
  type Fd,
  getsockname,
  getsockopt,
  IPPROTO_TCP,
  POLLERR,
  POLLHUP,
  poll,
  SO_ATTACH_FILTER,
  SO_ERROR,
  SO_KEEPALIVE,
  SOL_SOCKET,
  SystemError,
  send,
  setsockopt,
  sockFprog,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_USER_TIMEOUT,
} from '#sys';
import { until } from '../../src/host/wait.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { ask, ended, PING, packet } from './demo-packets.ts';

const LONG_MS = 20_000;
const SERVER = 'server.ts';

/** The kernel drops each packet for this socket: no answer, no ACK, no RST leaves it any more. */
const deafen = (fd: Fd): void =>
  setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, sockFprog([{ code: BPF_RET | BPF_K, k: 0 }]));

interface Pair {
  readonly client: Fd;
  readonly server: Fd;
}

function connected(listener: Fd): Pair {
  const address = getsockname(listener);
  const client = connectTo('port' in address ? address.port : 0);
  const accepted = accept(listener);
  if (accepted === null) throw new Error('no connection');
  return { client, server: accepted.fd };
}

function keepAlive(fd: Fd): void {
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, true);
  for (const [option, value] of [
    [TCP_KEEPIDLE, 1],
    [TCP_KEEPINTVL, 1],
    [TCP_KEEPCNT, 2],
  ] as const)
    setsockopt(fd, IPPROTO_TCP, option, value);
}

const failed = (fd: Fd): boolean => ((poll([{ fd, events: 0 }], 0)[0] ?? 0) & (POLLERR | POLLHUP)) !== 0;

/** Milliseconds until the kernel has given the connection up, and its error. */
async function givenUp({ server }: Pair, since: number): Promise<string> {
  const gone = await until(() => failed(server) || null, LONG_MS);
  const ms = Math.round(performance.now() - since);
  if (gone === null) return `still there after ${ms} ms`;
  return `after ${ms} ms: ${new SystemError('read', getsockopt(server, SOL_SOCKET, SO_ERROR)).code}`;
}

export async function vanish(stage: Stage): Promise<void> {
  const listener = listenOn(0);
  const pairs = Array.from({ length: 4 }, () => connected(listener));
  const [plain, kept, timed, hung] = pairs as [Pair, Pair, Pair, Pair];
  try {
    for (const { server } of [kept, hung]) keepAlive(server);
    setsockopt(timed.server, IPPROTO_TCP, TCP_USER_TIMEOUT, 1500);
    stage.say(
      'Three clients vanish: a filter drops every packet for their sockets. A fourth one hangs: its process does nothing, its kernel works. The server sends a message to the one with TCP_USER_TIMEOUT.',
    );
    for (const { client } of [plain, kept, timed]) deafen(client);
    const since = performance.now();
    send(timed.server, Buffer.from('hello'));
    const [byTimeout, byKeepalive] = await Promise.all([givenUp(timed, since), givenUp(kept, since)]);
    stage.show('found by', [
      `TCP_USER_TIMEOUT 1500 ms, bytes under way  ${byTimeout}`,
      `keepalive, 1 s and two probes              ${byKeepalive}`,
    ]);
    stage.claim(byTimeout.endsWith('ETIMEDOUT') && byKeepalive.endsWith('ETIMEDOUT'), 'both end with ETIMEDOUT');
    stage.claim(!failed(plain.server), 'without either, nothing is found: the connection is ESTABLISHED');
    stage.claim(!failed(hung.server), 'keepalive does not find the process that hangs: its kernel answers the probes');
  } finally {
    for (const fd of [listener, ...pairs.flatMap(({ client, server }) => [client, server])]) close(fd);
  }
  await byHeartbeat(stage);
}

async function byHeartbeat(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--interval', '400', '--margin', '200'] });
  const hangs = await stage.connect(server);
  await ask(hangs, packet(PING), 1);
  const since = performance.now();
  await until(() => ended(hangs) || null, LONG_MS);
  stage.show('the heartbeat, 400 ms and a margin of 200', [
    `the client that hangs: closed after ${Math.round(performance.now() - since)} ms`,
  ]);
  stage.claim(ended(hangs), 'the heartbeat finds the process that hangs');
}

/** The scenes of lesson 09, on the reference and on some of its known mistakes. */
import { spawnSync } from 'node:child_process';
import { EPOLLIN, EPOLLOUT } from '#sys';
import { epollDescriptors, type Interest, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { cpuTime, residentKb } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';

export const ECHO = 'echo.ts';
export const RESP = 'resp.ts';
export const TRY = 'try.ts';
const MANY = 400;
/** More than the socket buffers can hold for a client that does not read. */
const MOST = 16_000_000;

export const scenes: readonly Scene[] = [
  { name: 'many', title: 'One loop, many connections', play: many },
  { name: 'late', title: 'A client that reads late', play: late },
  { name: 'half', title: 'A client ends its direction before it reads', play: half },
  { name: 'redis', title: 'A small Redis', play: redis },
];

/** The loop's interest list, as the kernel prints it. */
export function interests(server: ObservedProgram): Interest[] {
  const listener = server.listener()?.inode ?? 0;
  const lists = epollDescriptors(server.pid).map((epfd) => interestList(server.pid, epfd));
  return lists.find((list) => list.some(({ inode }) => inode === listener)) ?? [];
}

export const interestOf = (server: ObservedProgram, client: Peer): Interest | undefined =>
  interests(server).find(({ inode }) => inode === client.serverRow?.inode);

export function maskOf(interest: Interest | undefined): string {
  if (interest === undefined) return 'not in the list';
  const names = [
    [EPOLLIN, 'EPOLLIN'],
    [EPOLLOUT, 'EPOLLOUT'],
  ] as const;
  return (
    names
      .filter(([bit]) => (interest.events & bit) !== 0)
      .map(([, name]) => name)
      .join(' | ') || 'nothing'
  );
}

async function many(stage: Stage): Promise<void> {
  const server = await stage.start(ECHO);
  const before = residentKb(server.pid);
  stage.say(
    `${MANY} clients connect, and each sends 64 bytes. The server has one thread, which sleeps in one epoll_wait.`,
  );
  const clients: Peer[] = [];
  for (let i = 0; i < MANY; i++) clients.push(await stage.connect(server));
  for (const client of clients) await client.exchange(Buffer.alloc(64, 'x'));
  await server.quiet();
  stage.show('the server', [
    `${interests(server).length} descriptors in the interest list: the listener, an eventfd, a timerfd, ${MANY} connections`,
    `${((residentKb(server.pid) - before) / MANY).toFixed(1)} KB a connection`,
    `it sleeps in ${server.blockedIn() ?? 'poll'}`,
  ]);
  stage.claim(interests(server).length === MANY + 3, 'every connection is an entry of one interest list');
  const spent = cpuTime(server.pid);
  await clients[7]?.exchange(Buffer.from('hello'));
  stage.claim(cpuTime(server.pid) > spent, 'one client that sends hello wakes the server');
}

export async function lateClient(
  stage: Stage,
): Promise<{ server: ObservedProgram; client: Peer; sent: number; grown: number }> {
  const server = await stage.start(ECHO);
  const client = await stage.connect(server, { receiveBuffer: 4096 });
  await client.exchange(Buffer.from('hello'));
  const before = residentKb(server.pid);
  const sent = await client.fill(Buffer.alloc(24_000_000, 'x'));
  return { server, client, sent, grown: residentKb(server.pid) - before };
}

async function late(stage: Stage): Promise<void> {
  stage.say('A client sends until the server takes no more, and reads nothing.');
  const { server, client, sent, grown } = await lateClient(stage);
  stage.show('the connection', [
    `the client has sent ${(sent / 1e6).toFixed(1)} MB`,
    `the server has grown by ${(grown / 1000).toFixed(1)} MB`,
    `its connection is watched for ${maskOf(interestOf(server, client))}`,
    `${client.serverRow?.rxQueue ?? 0} bytes wait in the server's socket, unread`,
  ]);
  stage.claim(
    maskOf(interestOf(server, client)) === 'EPOLLOUT',
    'over the high-water mark: the server waits for room to write, and reads nothing',
  );
  client.pump(sent);
  await server.waitFor('everything to be read', () => {
    client.pump();
    return client.received.length >= sent;
  });
  await server.quiet();
  stage.show('the client has read', [
    `${client.received.length} bytes`,
    `watched for ${maskOf(interestOf(server, client))}`,
  ]);
  stage.claim(maskOf(interestOf(server, client)) === 'EPOLLIN', 'no bytes are pending: the server reads again');
}

/** A client that ends its direction while answers are pending: the number of bytes that it gets. */
export async function halfClosed(
  stage: Stage,
  mistake?: string,
): Promise<{ sent: number; got: number; ending: string }> {
  const server = await stage.start(ECHO, mistake === undefined ? {} : { mistake });
  const client = await stage.connect(server, { receiveBuffer: 4096 });
  // The server reads the end of this client's stream while it still holds answers: it needs no read of the client for that.
  const bytes = Buffer.alloc(262_144, 'x');
  let sent = 0;
  while (sent < MOST && !maskOf(interestOf(server, client)).includes('EPOLLOUT')) {
    sent += client.offer(bytes);
    await server.quiet();
  }
  client.halfClose();
  await server.quiet();
  await server.waitFor('the end for the client', () => {
    client.pump();
    return client.ending !== 'open';
  });
  return { sent, got: client.received.length, ending: client.ending };
}

async function half(stage: Stage): Promise<void> {
  stage.say('A client sends until answers are pending, ends its direction, and only then reads.');
  for (const mistake of ['end-destroys', undefined]) {
    const { sent, got, ending } = await halfClosed(stage, mistake);
    stage.show(
      mistake === undefined ? 'the reference' : 'a server that closes at the end of the stream (end-destroys)',
      [`the client sent ${sent} bytes, ${got} came back, then ${ending}`],
    );
    if (mistake === undefined) stage.claim(got === sent, 'the client gets all its answers');
    else stage.claim(got < sent, "the rest was in the server's buffer, and is lost with the connection");
  }
}

async function redis(stage: Stage): Promise<void> {
  const server = await stage.start(RESP);
  const client = await stage.connect(server);
  stage.say('Three requests in one write. The server speaks RESP, as Redis does.');
  await client.send(Buffer.from('*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nhello\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\nPING\r\n'));
  const wanted = '+OK\r\n$5\r\nhello\r\n+PONG\r\n';
  await server.waitFor('three answers', () => {
    client.pump();
    return client.received.length >= wanted.length;
  });
  stage.show('on the wire', [JSON.stringify(client.received.toString())]);
  stage.claim(client.received.toString() === wanted, 'three answers, in order');
  if (spawnSync('redis-benchmark', ['--version']).status === 0) {
    const args = ['-p', String(server.port), '-P', '16', '-c', '50', '-n', '200000', '-t', 'set,get', '-q'];
    const run = spawnSync('redis-benchmark', args, { encoding: 'utf8' });
    const lines = run.stdout.split(/[\r\n]/).filter((line) => / requests per second/.test(line));
    stage.show(
      'redis-benchmark -P 16 -c 50',
      lines.map((line) => line.replace(/,.*/, '')),
    );
    stage.claim(lines.length === 2, 'redis-benchmark runs against it as against Redis');
  } else stage.show('redis-benchmark', ['not installed (Debian: redis-tools)']);
  server.signal('SIGTERM');
  client.close(); // otherwise the server waits a second for the client's FIN
  const exit = await server.exit();
  stage.claim(exit.code === 0, `SIGTERM: the server ${describeExit(exit)}`);
}

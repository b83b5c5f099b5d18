/** The scenes of lesson 04, on the two references and on some of their mistakes. */
import { EPOLLET, EPOLLIN, EPOLLONESHOT, EPOLLOUT, EPOLLRDHUP } from '#sys';
import { epollDescriptors, type Interest, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { cpuTime } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { growth } from './growth.ts';

export const LEVEL = 'level.ts';
export const EDGE = 'edge.ts';
const HELLO = Buffer.from('hello');

export const scenes: readonly Scene[] = [
  { name: 'wake-ups', title: 'The same megabyte, level-triggered and edge-triggered', play: wakeups },
  { name: 'asleep', title: 'A server that sleeps on 4,000 unread bytes', play: asleep },
  { name: 'spin', title: 'EPOLLOUT, and a server that never sleeps', play: spin },
  { name: 'growth', title: 'select, poll and epoll with more and more idle descriptors', play: growth },
];

const ROUNDS = 16;
const ROUND_BYTES = 64_000;

async function wakeups(stage: Stage): Promise<void> {
  stage.say(
    'A client sends 64,000 bytes while the server is stopped, 16 times: about a megabyte. The server reads at most 1,000 bytes at a time.',
  );
  const level = await countWakeups(stage, LEVEL);
  const edge = await countWakeups(stage, EDGE);
  stage.show('returns of epoll_wait with events (the server counts them, and logs the number when it stops)', [
    `level-triggered   ${String(level).padStart(5)}`,
    `edge-triggered    ${String(edge).padStart(5)}`,
  ]);
  stage.claim(
    level >= (ROUNDS * ROUND_BYTES) / 1000,
    'level-triggered: at least one for each 1,000 bytes, because unread bytes are reported again',
  );
  stage.claim(
    edge < level / 4,
    'edge-triggered: less than a quarter of that, because the server reads on without a new event',
  );
}

/** How often epoll woke the server for about a megabyte, sent in parts while the server was stopped. */
export async function countWakeups(stage: Stage, file: string): Promise<number> {
  const server = await stage.start(file, { args: ['--read', '1000'] });
  const client = await stage.connect(server);
  await client.exchange(HELLO);
  const bytes = Buffer.alloc(ROUND_BYTES, 'x');
  for (let i = 0; i < ROUNDS; i++) {
    await server.frozen(() => client.send(bytes));
    await client.expect(bytes);
  }
  server.signal('SIGTERM');
  await server.exit();
  return Number(/after (\d+) wake-ups/.exec(server.log.join('\n'))?.[1] ?? 0);
}

async function asleep(stage: Stage): Promise<void> {
  for (const mistake of ['read-once', undefined]) {
    const { server, client } = await fiveThousand(stage, mistake);
    stage.say(
      mistake === undefined
        ? 'The reference reads until read returns null.'
        : 'An edge-triggered server reads 1,000 bytes at a time, once for each event (read-once). The client sent 5,000 bytes while the server was stopped, and waits for the echo.',
    );
    stage.show('the server, and the connection', [...server.describeProcesses(), ...client.describeQueues()]);
    const unread = client.serverRow?.rxQueue ?? 0;
    if (mistake === undefined)
      stage.claim(client.received.length === 5005 && unread === 0, 'the client has all 5,000 bytes back');
    else
      stage.claim(
        unread === 4000 && client.received.length === 1005,
        '4,000 bytes are unread and the server sleeps: no new bytes, no new event',
      );
  }
}

/** 5,000 bytes come with one edge; the server reads at most 1,000 at a time. */
export async function fiveThousand(stage: Stage, mistake?: string): Promise<{ server: ObservedProgram; client: Peer }> {
  const server = await stage.start(EDGE, { args: ['--read', '1000'], ...(mistake === undefined ? {} : { mistake }) });
  const client = await stage.connect(server);
  await client.exchange(HELLO);
  await server.quiet();
  await server.frozen(() => client.send(Buffer.alloc(5000, 'x')));
  await server.quiet();
  client.pump();
  return { server, client };
}

async function spin(stage: Stage): Promise<void> {
  for (const mistake of ['always-out', undefined]) {
    const server = await stage.start(LEVEL, mistake === undefined ? {} : { mistake });
    const client = await stage.connect(server);
    await client.exchange(HELLO);
    const { sleeps, ms } = await idle(server);
    stage.say(
      mistake === undefined
        ? 'The reference asks for EPOLLOUT only while bytes are pending.'
        : 'A client is connected and sends nothing. The server watches it for EPOLLIN and EPOLLOUT (always-out).',
    );
    stage.show('the interest list, from /proc/PID/fdinfo', [
      ...interestTable(server),
      `${ms} ms of CPU in 200 ms without work`,
    ]);
    stage.claim(
      sleeps === (mistake === undefined),
      sleeps ? 'the server sleeps' : 'epoll_wait never sleeps, because there is always room to write',
    );
  }
}

/** Whether the server sleeps while no client sends, and its CPU time in 200 ms. */
export async function idle(server: ObservedProgram): Promise<{ sleeps: boolean; ms: number }> {
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = cpuTime(server.pid);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const ms = Math.round((cpuTime(server.pid) - before) / 1e6);
  const sleeps = server.blockedIn() !== 'running' && ms < 20;
  return { sleeps, ms };
}

const NAMES = [
  [EPOLLIN, 'EPOLLIN'],
  [EPOLLOUT, 'EPOLLOUT'],
  [EPOLLRDHUP, 'EPOLLRDHUP'],
  [EPOLLONESHOT, 'EPOLLONESHOT'],
  [EPOLLET, 'EPOLLET'],
] as const;

/** The interest list in which the server watches its listener. */
export function interests(server: ObservedProgram): Interest[] {
  const inode = server.listener()?.inode;
  const lists = epollDescriptors(server.pid).map((epfd) => interestList(server.pid, epfd));
  return lists.find((list) => list.some((interest) => interest.inode === inode)) ?? [];
}

export function interestTable(server: ObservedProgram): string[] {
  const inode = server.listener()?.inode;
  return interests(server).map(({ fd, events, inode: own }) => {
    const names = NAMES.filter(([bit]) => (events & bit) >>> 0 !== 0).map(([, name]) => name);
    return `fd ${String(fd).padEnd(4)}${(own === inode ? 'listener' : 'client').padEnd(10)}${names.join(' | ')}`;
  });
}

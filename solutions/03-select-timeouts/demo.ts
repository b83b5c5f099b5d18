/** Demos of lesson 03, on the reference and on some of its mistakes. */
import {
  AF_INET,
  close,
  connect,
  FD_SETSIZE,
  type Fd,
  FdSet,
  getrlimit,
  isSystemError,
  pipe2,
  RLIMIT_NOFILE,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  select,
  setrlimit,
  socket,
  write,
} from '#sys';
import { until } from '../../src/host/wait.ts';
import { cpuTime, socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';

export const SERVER = 'server.ts';
export const HELLO = Buffer.from('hello');

export const scenes: readonly Scene[] = [
  { name: 'sets', title: 'A set before and after select', play: sets },
  { name: 'stall', title: 'A client that does not read, beside one that is served', play: stall },
  { name: 'wall', title: 'Descriptor 1,024', play: wall },
  { name: 'clock', title: 'A timeval used twice', play: clock },
];

const names = (set: FdSet, of: Readonly<Record<number, string>>): string =>
  [...set].map((fd) => `${fd} ${of[fd] ?? ''}`).join(', ') || 'empty';

async function sets(stage: Stage): Promise<void> {
  const [quiet, quietEnd] = pipe2();
  const [loud, loudEnd] = pipe2();
  const of = { [quiet]: 'quiet', [loud]: 'loud' };
  try {
    write(loudEnd, HELLO);
    const set = new FdSet();
    set.add(quiet);
    set.add(loud);
    const time = { seconds: 1, microseconds: 0 };
    const before = names(set, of);
    const n = select(Math.max(quiet, loud) + 1, set, null, null, time);
    stage.say('Two pipes are watched for reading. One has five bytes in it. The time is one second.');
    stage.show('select, with the set before and after', [
      `in    ${before}`,
      `out   ${names(set, of)}    returned ${n}`,
      `time  ${time.seconds} s ${time.microseconds} µs left`,
    ]);
    stage.claim(
      n === 1 && set.has(loud) && !set.has(quiet),
      'the quiet pipe is no longer in the set: a second select with this set does not watch it',
    );

    const highest = new FdSet();
    highest.add(loud);
    const missed = select(loud, highest, null, null, { seconds: 0, microseconds: 10_000 });
    stage.say('The same pipe with its five bytes; nfds is the highest descriptor instead of one more.');
    stage.show('select', [
      `nfds ${loud}, in the set: ${loud} loud`,
      `returned ${missed}, the set is ${names(highest, of)}`,
    ]);
    stage.claim(missed === 0, 'select checks only the descriptors below nfds: it did not check this one');
  } finally {
    for (const fd of [quiet, quietEnd, loud, loudEnd]) close(fd);
  }
}

async function stall(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER);
  const { client, sent } = await stalled(stage, server);
  const other = await stage.connect(server);
  await other.exchange(HELLO);
  stage.say('One client sends and does not read. Another one says hello.');
  stage.show('the two connections', [
    `the first client: ${(sent / 1e6).toFixed(1)} MB sent, until both queues were full`,
    ...client.describeQueues(),
    `the second client: "${other.received.toString()}" came back`,
  ]);
  stage.claim(other.received.equals(HELLO), 'the second client is served while the first one is stuck');
  client.halfClose();
  await server.waitFor('the end of the stream', () => {
    client.pump();
    return client.ending !== 'open';
  });
  stage.say('Now the first client reads.');
  stage.claim(client.received.length === sent, `all of its ${(sent / 1e6).toFixed(1)} MB come back`);
}

/** A client that sends without reading, until the queues are full and the server reads no more. */
export async function stalled(stage: Stage, server: ObservedProgram): Promise<{ client: Peer; sent: number }> {
  const client = await stage.connect(server, { receiveBuffer: 4096 });
  const bytes = Buffer.alloc(24_000_000, 'x');
  const sent = await client.fill(bytes);
  return { client, sent };
}

async function wall(stage: Stage): Promise<void> {
  const broken = await storm(stage, 'beyond-the-set');
  if (broken === null) return;
  stage.say(`${FD_SETSIZE + 10} clients connect to a server that puts every descriptor into its set (beyond-the-set).`);
  stage.show('the server', broken.lines);
  stage.claim(
    broken.server.exited !== null,
    'the first descriptor beyond the set ends it. In C, FD_SET would have written beyond the array',
  );
  const reference = await storm(stage);
  if (reference === null) return;
  stage.say('The reference checks the number first.');
  stage.show('the server', reference.lines);
  stage.claim(reference.server.exited === null, 'it refuses the connections that do not fit, and serves the others');
}

/** More connections than an fd_set has bits. Null, after saying so, where the limit of descriptors is too low. */
export async function storm(
  stage: Stage,
  mistake?: string,
): Promise<{ server: ObservedProgram; lines: string[] } | null> {
  const { hard } = getrlimit(RLIMIT_NOFILE);
  if (hard < FD_SETSIZE + 300) {
    stage.say(`This machine allows a process ${hard} descriptors, too few to reach the wall: not shown.`);
    return null;
  }
  setrlimit(RLIMIT_NOFILE, { soft: hard, hard });
  const server = await stage.start(SERVER, mistake === undefined ? {} : { mistake });
  const clients: Fd[] = [];
  try {
    for (let i = 0; i < FD_SETSIZE + 10; i++) {
      const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
      clients.push(fd);
      knock(fd, server.port);
    }
    await server.quiet();
    await server.settle();
    const held = server.exited === null ? [...socketInodes(server.pid).values()] : [];
    const words = server.log
      .filter((line) => /refused|died/.test(line))
      .map((line) => line.replace(/^\d+ /, '').replace(/ at \S+$/, ''));
    return {
      server,
      lines: [
        server.exited === null
          ? `alive, with ${held.length} sockets, the highest descriptor ${Math.max(...held)}`
          : describeExit(server.exited),
        ...words.slice(0, 1),
        ...(words.length > 1 ? [`… and ${words.length - 1} more`] : []),
      ],
    };
  } finally {
    for (const fd of clients) close(fd);
  }
}

/** Begins to connect, and does not wait: the server under test may not accept. */
function knock(fd: Fd, port: number): void {
  try {
    connect(fd, { family: AF_INET, address: '127.0.0.1', port });
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

async function clock(stage: Stage): Promise<void> {
  for (const mistake of ['stale-time', undefined]) {
    const { server, ms } = await ticking(stage, mistake);
    stage.say(
      mistake === undefined
        ? 'The reference makes a new timeval for each call.'
        : 'A server that ticks every 200 ms gives select the same timeval each time (stale-time). Linux writes the remaining time into it.',
    );
    stage.show('the server, without any client', [`${ms} ms of CPU in 500 ms`, ...server.describeProcesses()]);
    stage.claim(
      ms > 100 === (mistake !== undefined),
      mistake === undefined
        ? 'it sleeps between two ticks'
        : 'after the first time-out no time is left: each select returns at once',
    );
  }
}

/** A server with a tick, and the CPU time that it takes once it has ticked. */
export async function ticking(stage: Stage, mistake?: string): Promise<{ server: ObservedProgram; ms: number }> {
  const server = await stage.start(SERVER, { args: ['--tick', '200'], ...(mistake === undefined ? {} : { mistake }) });
  const ticked = await until(() => server.exited !== null || server.log.some((line) => /tick/.test(line)), 10_000);
  if (ticked === null) throw new Error('the server has not ticked for ten seconds');
  const before = cpuTime(server.pid);
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { server, ms: Math.round((cpuTime(server.pid) - before) / 1e6) };
}

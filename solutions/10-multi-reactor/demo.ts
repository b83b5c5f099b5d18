/** The scenes of lesson 10, on the reference and on some of its known mistakes. */
import { epollDescriptors, type Interest, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { threadsOf } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';

export const SERVER = 'server.ts';
export const TRY = 'try.ts';
export const TRY_BANK = 'try-bank.ts';
const WAYS = 'ways.ts';
const HEAD = 4;

export const scenes: readonly Scene[] = [
  { name: 'owners', title: 'Each connection has one owner', play: owners },
  { name: 'slow', title: 'A slow job, and answers in order', play: slow },
  { name: 'gone', title: 'An answer for a client that has gone', play: gone },
  { name: 'ways', title: 'Three ways to share a listener', play: ways },
  { name: 'stop', title: 'A stop while a job runs', play: stop },
];

export function frames(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.map((text) => {
      const bytes = Buffer.alloc(HEAD + text.length, text);
      bytes.writeUInt32BE(text.length);
      bytes.write(text, HEAD, 'latin1');
      return bytes;
    }),
  );
}

/** The answers that a client has. */
export function answersOf(peer: Peer): string[] {
  peer.pump();
  const answers: string[] = [];
  for (let at = 0; at + HEAD <= peer.received.length; ) {
    const end = at + HEAD + peer.received.readUInt32BE(at);
    answers.push(peer.received.toString('latin1', at + HEAD, end));
    at = end;
  }
  return answers;
}

/** Sends requests and waits until a client has so many answers. */
export async function ask(peer: Peer, texts: readonly string[], count = texts.length): Promise<string[]> {
  await peer.send(frames(texts));
  await peer.server.waitFor('answers', () => answersOf(peer).length >= count || peer.ending !== 'open');
  return answersOf(peer);
}

/** The interest lists that watch connections of these clients. */
export function listsOf(server: ObservedProgram, peers: readonly Peer[]): Interest[][] {
  const inodes = new Set(peers.map((peer) => peer.serverRow?.inode));
  return epollDescriptors(server.pid)
    .map((epfd) => interestList(server.pid, epfd).filter(({ inode }) => inodes.has(inode)))
    .filter((list) => list.length > 0);
}

export async function connectAll(stage: Stage, server: ObservedProgram, count: number): Promise<Peer[]> {
  const peers: Peer[] = [];
  for (let i = 0; i < count; i++) peers.push(await stage.connect(server));
  await server.quiet();
  return peers;
}

async function owners(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--loops', '3'] });
  await server.quiet();
  stage.say('A bank with three loops. Twelve clients connect.');
  const peers = await connectAll(stage, server, 12);
  const lists = listsOf(server, peers);
  stage.show('the interest lists in /proc/PID/fdinfo', [
    `${threadsOf(server.pid).length} threads, Node's own among them`,
    ...lists.map((list, i) => `loop ${i + 1}: connections ${list.map(({ fd }) => fd).join(' ')}`),
  ]);
  stage.claim(
    lists.length === 3 && lists.every((list) => list.length === 4),
    'four connections in the list of each loop, and none in two',
  );
}

async function slow(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--loops', '1', '--workers', '2', '--gates'] });
  const [ann, bob] = await connectAll(stage, server, 2);
  if (ann === undefined || bob === undefined) return;
  stage.say('One loop. A client asks for interest of 300 and of 5 days, and for its balance. Another one says ping.');
  await ask(ann, ['login 1', 'interest 300', 'interest 5', 'balance'], 1);
  await ask(bob, ['ping']);
  stage.claim(answersOf(bob).join() === 'pong', 'the other client has its answer: workers compute, the loop serves');
  server.stdin?.write('open 5\n');
  await server.quiet();
  stage.show('the job of 5 days has ended, that of 300 has not', [answersOf(ann).join(', ')]);
  stage.claim(
    answersOf(ann).length === 1,
    'the first client has no interest yet: answers come in the order of requests',
  );
  server.stdin?.write('open 300\n');
  await server.waitFor('its answers', () => answersOf(ann).length === 4);
  stage.show('both have ended', [answersOf(ann).join(', ')]);
  stage.claim(
    answersOf(ann).join() === 'account 1,interest 16,interest 0,balance 1000',
    'now all three come, in order, in one write',
  );
}

/** A client asks for interest and resets; the next one gets its descriptor. Returns the answers of the next one. */
export async function nextOwner(stage: Stage, mistake?: string): Promise<string[]> {
  const server = await stage.start(SERVER, {
    args: ['--loops', '1', '--gates'],
    ...(mistake === undefined ? {} : { mistake }),
  });
  const first = await stage.connect(server);
  await ask(first, ['login 1', 'interest 300'], 1);
  first.reset();
  await server.waitFor('its connection to be closed', () => server.connections().length === 0);
  await server.quiet(); // the kernel's connection ends with the reset, the descriptor only when its owner closes it
  const next = await stage.connect(server);
  await ask(next, ['login 2', 'interest 5'], 1);
  server.stdin?.write('open 300\n');
  await server.quiet();
  return answersOf(next).slice(1);
}

async function gone(stage: Stage): Promise<void> {
  for (const mistake of ['stale-answer', undefined]) {
    const got = await nextOwner(stage, mistake);
    stage.say(
      mistake === undefined
        ? 'The reference compares the generation as well.'
        : 'A client asks for interest of 300 days and resets. Another one gets its descriptor, and asks for 5 days. This server looks at the descriptor only (stale-answer).',
    );
    stage.show('the job of 300 days ends: the second client gets', [got.join(', ') || 'nothing']);
    if (mistake === undefined) stage.claim(got.length === 0, 'nobody gets the answer');
    else stage.claim(got.join() === 'interest 16', 'the second client gets the interest of the first');
  }
}

const CLIENTS = 40;

async function ways(stage: Stage): Promise<void> {
  for (const way of ['handover', 'exclusive', 'reuseport']) {
    const server = await stage.start(WAYS, { args: ['--way', way, '--loops', '3'] });
    await server.quiet();
    const one = await connectAll(stage, server, CLIENTS);
    const counts = listsOf(server, one).map((list) => list.length);
    stage.show(`${way}: ${CLIENTS} clients`, [`connections in the lists of the loops: ${counts.join(', ')}`]);
    stage.claim(
      counts.reduce((sum, count) => sum + count, 0) === CLIENTS && (way !== 'handover' || Math.max(...counts) === 14),
      way === 'handover' ? 'round robin: 14, 13, 13' : 'each connection in one list; the kernel has chosen the loop',
    );
    await loopDies(stage, way);
  }
}

const answered = (peer: Peer): boolean => {
  peer.pump();
  return peer.received.length === 5;
};

/** One of three loops is busy while 40 clients come, and then ends. */
async function loopDies(stage: Stage, way: string): Promise<void> {
  const server = await stage.start(WAYS, { args: ['--way', way, '--loops', '3', '--busy', '1'] });
  const peers = await connectAll(stage, server, CLIENTS);
  for (const peer of peers) peer.offer(Buffer.from('hello'));
  await server.quiet();
  const echoed = (): number => peers.filter((peer) => answered(peer)).length;
  const before = echoed();
  server.stdin?.write('die\n');
  await server.quiet();
  const after = echoed();
  const reset = peers.filter(({ ending }) => ending === 'reset').length;
  stage.show(`${way}: one loop is busy, and then ends`, [
    `${before} of ${CLIENTS} served while it was busy`,
    `afterwards ${after} served, ${reset} reset, ${CLIENTS - after - reset} wait for ever`,
  ]);
  if (way === 'handover')
    stage.claim(after < CLIENTS && reset === 0, 'connections that the loop was given have no owner');
  else if (way === 'exclusive') stage.claim(after === CLIENTS, 'the other loops take all from the common queue');
  else
    stage.claim(
      after < CLIENTS && reset === CLIENTS - after,
      'connections in the queue of its listener are reset when that listener is closed',
    );
}

const ended = (peer: Peer): boolean => {
  peer.pump();
  return peer.ending !== 'open';
};

async function stop(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--gates'] });
  const client = await stage.connect(server);
  await ask(client, ['login 1', 'interest 300'], 1);
  stage.say('A client waits for a job. The server gets SIGTERM.');
  server.signal('SIGTERM');
  await server.waitFor('the port to be closed', () => server.listener() === null);
  await server.quiet();
  stage.claim(server.exited === null, 'the port is closed, and the server waits for the job');
  server.stdin?.write('open 300\n');
  await server.waitFor('the end', () => ended(client), { alive: false });
  stage.show('the client has', [answersOf(client).join(', '), `then: ${client.ending}`]);
  stage.claim(answersOf(client)[1] === 'interest 16', 'the answer comes, and then the end of the stream');
  client.close();
  const exit = await server.exit();
  stage.claim(exit.code === 0, `the server ${describeExit(exit)}`);
}

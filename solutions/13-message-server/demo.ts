/** The scenes of lesson 13, on the reference and on some of its known mistakes. */
import { until } from '../../src/host/wait.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { ask, ECHO, ended, PING, packet, packetsOf, WORK } from './demo-packets.ts';
import { vanish } from './demo-vanish.ts';

export const SERVER = 'server.ts';
const INTERVAL_MS = 400;
const MARGIN_MS = 300;
const LIMIT_MS = 2 * INTERVAL_MS + MARGIN_MS;
const LONG_MS = 20_000;

export const scenes: readonly Scene[] = [
  { name: 'damage', title: 'A packet that was damaged on the way', play: damage },
  { name: 'stranger', title: 'An answer for a client that has gone', play: stranger },
  { name: 'full', title: 'A pool that is full, and a slot that rests', play: full },
  { name: 'flood', title: 'A client that never reads', play: flood },
  { name: 'beat-ignored', title: 'A ping that does not move the deadline', play: beatIgnored },
  { name: 'beat-deaf', title: 'A heartbeat that stops reading', play: beatDeaf },
  { name: 'beat-dies', title: 'The first silent client ends the server', play: beatDies },
  { name: 'beat-never', title: 'Nobody is ever closed', play: beatNever },
  { name: 'vanish', title: 'Keepalive, TCP_USER_TIMEOUT and the heartbeat', play: vanish },
  { name: 'stop', title: 'A stop while slots rest', play: stop },
];

const casts = (slug: string): (string | undefined)[] => [slug, undefined];
const made = (mistake: string | undefined) => (mistake === undefined ? {} : { mistake });
const called = (mistake: string | undefined): string => (mistake === undefined ? 'the reference' : 'with the mistake');

async function damage(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--workers', '1'] });
  const client = await stage.connect(server);
  const bytes = packet(ECHO, 'hello');
  bytes.writeUInt8(bytes.readUInt8(10) ^ 4, 10);
  stage.say('One bit of a body is flipped; a good packet comes behind it.');
  stage.show('on the wire', [bytes.toString('hex'), packet(ECHO, 'good').toString('hex')]);
  const got = await ask(client, Buffer.concat([bytes, packet(ECHO, 'good')]), 1);
  stage.show('the client gets', got);
  stage.claim(got.join() === '7 good', 'the damaged packet is dropped, and the next one begins where it should');
  await client.send(Buffer.from('0007000700000000', 'hex'));
  await server.waitFor('the end', () => ended(client));
  stage.claim(ended(client), 'a length of 7 ends the connection: nobody knows where the next packet begins');
}

/** A client sends a job and vanishes; the next one has its slot and its descriptor. Returns the packets of the next one. */
export async function nextOwner(stage: Stage, mistake: string | undefined): Promise<string[]> {
  const args = ['--gates', '--slots', '1', '--workers', '1', '--rest', '100'];
  const server = await stage.start(SERVER, { args, ...made(mistake) });
  const gone = await stage.connect(server);
  await ask(gone, Buffer.concat([packet(PING), packet(WORK, '1 the secret of Ann')]), 1);
  await server.quiet(); // a worker has the job
  gone.reset();
  await server.waitFor('its connection to be closed', () => server.connections().length === 0);
  await server.quiet();
  const next = await servedClient(stage, server);
  server.stdin?.write('open 1\n');
  await server.quiet();
  return packetsOf(next).slice(1);
}

/** Tries until the slot has rested. */
async function servedClient(stage: Stage, server: ObservedProgram): Promise<Peer> {
  for (;;) {
    const client = await stage.connect(server);
    if ((await ask(client, packet(PING), 1))[0] === '0') return client;
    client.close();
    await until(() => null, 20);
  }
}

async function stranger(stage: Stage): Promise<void> {
  stage.say(
    'One slot, which rests for 100 ms. A client asks for a job and resets. Another one gets its slot and its descriptor. Then the job is done.',
  );
  for (const mistake of casts('answers-stranger')) {
    const got = await nextOwner(stage, mistake);
    stage.show(`${called(mistake)}: the second client gets`, [got.join(', ') || 'nothing']);
    if (mistake === undefined) stage.claim(got.length === 0, 'the sequence number differs: nobody gets the answer');
    else stage.claim(got.length === 1, 'the job took longer than the rest: the answer reaches a stranger');
  }
}

async function full(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--slots', '1', '--workers', '1', '--rest', '500'] });
  const first = await stage.connect(server);
  await ask(first, packet(PING), 1);
  const second = await stage.connect(server);
  const refused = await ask(second, packet(PING), 1);
  stage.show('one slot, two clients: the second one gets', refused);
  stage.claim(refused.join() === '9 no free slot', 'it is told, and its connection ends');
  const since = performance.now();
  first.close();
  await servedClient(stage, server);
  const ms = Math.round(performance.now() - since);
  stage.show('the first one leaves', [`its slot has a new owner after ${ms} ms`]);
  stage.claim(ms >= 480, 'not before it has rested for 500 ms');
}

/** Sends echoes to a server that holds little in the kernel, until it is put out. Returns how many it had sent. */
export async function flooded(stage: Stage, mistake: string | undefined): Promise<number> {
  const server = await stage.start(SERVER, { args: ['--buffer', '4096', '--bytes', '262144'], ...made(mistake) });
  const client = await stage.connect(server, { receiveBuffer: 4096 });
  await server.waitFor('its slot', () => server.connections().length === 1);
  const one = packet(ECHO, 'x'.repeat(29_992));
  let sent = 0;
  while (sent < 40 && server.connections().length === 1) {
    if ((await client.fill(one)) < one.length) break;
    sent++;
    await server.quiet();
  }
  return sent;
}

async function flood(stage: Stage): Promise<void> {
  stage.say('A client sends echoes of 30,000 bytes and never reads. At most 400 packets may wait, or 256 KB.');
  for (const mistake of casts('no-byte-limit')) {
    const sent = await flooded(stage, mistake);
    stage.show(called(mistake), [`${sent} packets sent, ${Math.round((sent * 30_000) / 1024)} KB`]);
    if (mistake === undefined) stage.claim(sent < 15, 'put out when 256 KB wait');
    else stage.claim(sent === 40, 'not put out with more than a megabyte: 400 packets would be 12 MB');
  }
}

const beating = (stage: Stage, mistake: string | undefined): Promise<ObservedProgram> =>
  stage.start(SERVER, {
    args: ['--workers', '1', '--interval', String(INTERVAL_MS), '--margin', String(MARGIN_MS)],
    ...made(mistake),
  });

/** A client pings every 100 ms for so long; returns the pings that were answered, or the end of its connection. */
export async function pinging(client: Peer, ms: number): Promise<{ sent: number; answered: number }> {
  const begin = performance.now();
  let sent = 0;
  while (performance.now() - begin < ms && !ended(client)) {
    client.offer(packet(PING));
    sent++;
    await until(() => ended(client) || null, 100);
  }
  await until(() => packetsOf(client).length >= sent || ended(client) || null, 1000);
  return { sent, answered: packetsOf(client).length };
}

async function beatIgnored(stage: Stage): Promise<void> {
  stage.say(`A client pings every 100 ms. The limit is ${LIMIT_MS} ms.`);
  for (const mistake of casts('ping-no-life')) {
    const client = await stage.connect(await beating(stage, mistake));
    const { sent, answered } = await pinging(client, 2 * LIMIT_MS);
    stage.show(called(mistake), [`${answered} of ${sent} pings answered, the connection: ${client.ending}`]);
    if (mistake === undefined) stage.claim(!ended(client), 'it stays');
    else stage.claim(ended(client), 'it is closed, though it has pinged all the time');
  }
}

async function beatDeaf(stage: Stage): Promise<void> {
  stage.say('After the first look at the deadlines this server reads nothing more from a client.');
  for (const mistake of casts('deaf-after-interval')) {
    const client = await stage.connect(await beating(stage, mistake));
    const { sent, answered } = await pinging(client, 2 * LIMIT_MS);
    stage.show(called(mistake), [
      `${answered} of ${sent} pings answered`,
      `unread in the server's socket: ${client.serverRow?.rxQueue ?? 0} bytes`,
    ]);
    if (mistake === undefined) stage.claim(answered === sent, 'all are answered');
    else stage.claim(answered < sent, 'the first pings are answered, the others are not read');
  }
}

async function beatDies(stage: Stage): Promise<void> {
  stage.say('One client is silent, another one pings.');
  for (const mistake of casts('dies-at-end')) {
    const server = await beating(stage, mistake);
    const [silent, pings] = [await stage.connect(server), await stage.connect(server)];
    await pinging(pings, LIMIT_MS + INTERVAL_MS);
    if (mistake !== undefined) await until(() => server.exited, LONG_MS);
    stage.show(called(mistake), [`the server ${describeExit(server.exited)}`]);
    if (mistake === undefined) stage.claim(ended(silent) && !ended(pings), 'the silent one is closed, the other stays');
    else stage.claim(server.exited !== null, 'the end of one client is the end of all');
  }
}

async function beatNever(stage: Stage): Promise<void> {
  stage.say(`A client is silent. The limit is ${LIMIT_MS} ms.`);
  for (const mistake of casts('nobody-closed')) {
    const client = await stage.connect(await beating(stage, mistake));
    const since = performance.now();
    await until(() => ended(client) || null, mistake === undefined ? LONG_MS : 3 * LIMIT_MS);
    stage.show(called(mistake), [`${client.ending} after ${Math.round(performance.now() - since)} ms`]);
    if (mistake === undefined) stage.claim(ended(client), 'closed after the limit');
    else stage.claim(!ended(client), 'three times the limit, and it still has its slot');
  }
}

async function stop(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--gates', '--rest', '600000'] });
  const [waits, gone] = [await stage.connect(server), await stage.connect(server)];
  await ask(gone, packet(PING), 1);
  gone.close();
  await ask(waits, Buffer.concat([packet(PING), packet(WORK, '1 last job')]), 1);
  await server.waitFor('one connection', () => server.connections().length === 1);
  stage.say('A slot rests for ten minutes, a client waits for a job. The server gets SIGTERM.');
  server.signal('SIGTERM');
  await server.waitFor('the port to be closed', () => server.listener() === null);
  stage.claim(server.exited === null, 'the port is closed, and the server waits for the job');
  server.stdin?.write('open 1\n');
  await server.waitFor('the end', () => ended(waits), { alive: false });
  stage.show('the client gets', [packetsOf(waits).join(', ')]);
  waits.close();
  const exit = await server.exit();
  stage.claim(exit.code === 0, `the server ${describeExit(exit)}: it does not wait for the slot`);
}

/** Lesson 13 for a class: predictions, each played on the reference, and some on a known mistake as well. */
import { until } from '../../src/host/wait.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { flooded, nextOwner, pinging, SERVER } from './demo.ts';
import { ask, ECHO, ended, PING, packet, packetsOf, WORK } from './demo-packets.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'One bit is flipped',
    code: { file: 'packet-reader.ts', step: '13.2' },
    say: 'A client sends an echo whose body was damaged on the way, and a good one behind it.',
    predict: {
      question: 'What does the server do with the damaged one?',
      choices: ['answers it', 'drops it', 'closes'],
      answer: 1,
    },
    play: oneBit,
    proves: 'The CRC says that the body is wrong; the length was right, so the next packet begins where it should.',
  },
  {
    title: 'A length of seven',
    code: { file: 'codec.ts', step: '13.1' },
    say: 'A header says that its packet has 7 bytes, header included. A header alone has 8.',
    predict: {
      question: 'What does the server do?',
      choices: ['wait for more', 'skip 7 bytes', 'close'],
      answer: 2,
    },
    play: lengthOfSeven,
    proves: 'After a wrong length nobody knows where the next packet begins: end the connection, at once.',
  },
  {
    title: 'The next owner of a slot',
    code: { file: 'server.ts', step: '13.5' },
    say: 'Ann sends a job and resets. Her slot rests for 100 ms, then Bob has it, and her descriptor. The job takes longer. This server only looks whether the slot is used (answers-stranger).',
    predict: { question: 'Who gets the answer?', choices: ['Ann', 'Bob', 'nobody'], answer: 1 },
    play: theNextOwner,
    proves: 'A rest is a delay and no proof. A number that changes with each owner is one.',
  },
  {
    title: '3,000 pings at once',
    code: { file: 'client.ts', step: '13.6' },
    say: 'At most 10 packets may wait for a client. A client sends 3,000 pings in one go, and reads.',
    predict: {
      question: 'How many pongs does it get?',
      choices: ['10', 'all 3,000', 'none: it is put out'],
      answer: 1,
    },
    play: manyPings,
    proves: 'What the kernel takes does not wait. Count after send, not before.',
  },
  {
    title: 'A client that never reads',
    code: { file: 'client.ts', step: '13.6' },
    say: 'A client sends echoes of 30,000 bytes and reads nothing. 400 packets may wait. This server does not count bytes (no-byte-limit).',
    predict: {
      question: 'Is it put out after 40 packets?',
      choices: ['yes', 'no'],
      answer: 1,
    },
    play: neverReads,
    proves: 'A number of packets bounds no memory: 400 of these are 12 MB, and there are many clients.',
  },
  {
    title: 'A ping that changes nothing',
    code: { file: 'heartbeat.ts', step: '13.7' },
    say: 'A client pings every 100 ms; the limit is 1.1 s. In this server a ping does not move the deadline (ping-no-life).',
    predict: {
      question: 'What becomes of the client?',
      choices: ['it stays', 'closed after the limit'],
      answer: 1,
    },
    play: pingChangesNothing,
    proves: 'A deadline that is not moved is a limit on the whole connection, not on silence.',
  },
  {
    title: 'The server was asleep',
    code: { file: 'heartbeat.ts', step: '13.7' },
    say: 'The server is stopped for longer than the limit. Its clients go on pinging. Then it goes on.',
    predict: {
      question: 'Who is closed?',
      choices: ['all', 'nobody', 'the first'],
      answer: 1,
    },
    play: asleep,
    proves: 'The pings were in the sockets all the time: read before you judge.',
  },
];

const casts = (slug: string): (string | undefined)[] => [slug, undefined];
const called = (mistake: string | undefined): string => (mistake === undefined ? 'the reference' : 'with the mistake');

async function oneBit(stage: Stage): Promise<void> {
  const client = await stage.connect(await stage.start(SERVER, { args: ['--workers', '1'] }));
  const got = await ask(client, Buffer.concat([packet(ECHO, 'bad', 1), packet(ECHO, 'good')]), 1);
  await client.server.quiet();
  stage.show('the client gets', packetsOf(client));
  stage.claim(got.join() === '7 good' && !ended(client), 'only the good one is answered, and the connection stays');
}

async function lengthOfSeven(stage: Stage): Promise<void> {
  const client = await stage.connect(await stage.start(SERVER, { args: ['--workers', '1'] }));
  await client.send(Buffer.from('0007000700000000', 'hex'));
  await client.server.quiet();
  stage.show('the connection', [client.ending, ...client.describeQueues()]);
  stage.claim(ended(client), 'it has ended, from the header alone');
}

async function theNextOwner(stage: Stage): Promise<void> {
  for (const mistake of casts('answers-stranger')) {
    const got = await nextOwner(stage, mistake);
    stage.show(called(mistake), [`Bob gets ${got.join(', ') || 'nothing'}`]);
    if (mistake === undefined) stage.claim(got.length === 0, 'nobody gets it');
    else stage.claim(got.join() === '8 done 1 the secret of Ann', "Bob has Ann's answer");
  }
}

async function manyPings(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--packets', '10'] });
  const client = await stage.connect(server);
  await ask(client, packet(PING), 1);
  const pings = Buffer.concat(Array.from({ length: 3000 }, () => packet(PING)));
  await server.frozen(() => client.send(pings));
  await server.waitFor('pongs', () => packetsOf(client).length > 3000 || ended(client));
  stage.show('pongs', [String(packetsOf(client).length - 1)]);
  stage.claim(packetsOf(client).length === 3001 && !ended(client), 'all 3,000, and the connection stays');
}

async function neverReads(stage: Stage): Promise<void> {
  for (const mistake of casts('no-byte-limit')) {
    const sent = await flooded(stage, mistake);
    stage.show(called(mistake), [`${sent} packets sent, ${Math.round((sent * 30_000) / 1024)} KB`]);
    if (mistake === undefined) stage.claim(sent < 15, 'put out when 256 KB wait');
    else stage.claim(sent === 40, 'more than a megabyte waits, and it is not put out');
  }
}

const BEATS = ['--workers', '1', '--interval', '400', '--margin', '300'];
const LIMIT_MS = 1100;

async function pingChangesNothing(stage: Stage): Promise<void> {
  for (const mistake of casts('ping-no-life')) {
    const options = mistake === undefined ? { args: BEATS } : { args: BEATS, mistake };
    const client = await stage.connect(await stage.start(SERVER, options));
    const { answered } = await pinging(client, 2 * LIMIT_MS);
    stage.show(called(mistake), [`${answered} pings answered, then: ${client.ending}`]);
    if (mistake === undefined) stage.claim(!ended(client), 'it stays');
    else stage.claim(ended(client), 'closed, in the middle of its pings');
  }
}

/** Twice the interval of 1,200 and the margin of 600. */
const PATIENT_MS = 3000;

/** The first deadline passes before the packets of the others come: then the timer is reported before their sockets. */
async function asleep(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER, { args: ['--workers', '1', '--interval', '1200', '--margin', '600'] });
  const since = performance.now();
  const after = (ms: number): Promise<unknown> => until(() => performance.now() - since > ms || null, 20_000);
  const clients = [await stage.connect(server)];
  await ask(clients[0] as Peer, packet(PING), 1);
  await after(800);
  for (let i = 0; i < 2; i++) clients.push(await stage.connect(server));
  for (const client of clients.slice(1)) await ask(client, packet(PING), 1);
  await server.frozen(async () => {
    for (const [i, client] of clients.entries()) {
      await client.send(Buffer.concat([packet(PING), packet(WORK, '0 x')]));
      if (i === 0) await after(PATIENT_MS + 100);
    }
    await after(PATIENT_MS + 1500);
    stage.show(
      'while it is stopped',
      clients.map((client) => `${client.serverRow?.rxQueue ?? 0} bytes unread`),
    );
  });
  await server.waitFor('their answers', () => clients.every((one) => packetsOf(one).length === 3 || ended(one)));
  stage.show(
    'then',
    clients.map(
      (client) => `${packetsOf(client).slice(1).join(', ') || 'no answer'}, the connection: ${client.ending}`,
    ),
  );
  stage.claim(
    clients.every((client) => packetsOf(client).length === 3),
    'nobody: all are answered',
  );
}

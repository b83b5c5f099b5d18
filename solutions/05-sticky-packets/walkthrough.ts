/** Lesson 05 for a class: predictions, each played on the reference and where it helps on a mistake. */

import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { statusField } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { readTrace } from '../../src/trace/read.ts';
import { answering, inPieces, printed, RECEIVER, roundTrips, SENDER } from './demo.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'Ten sends',
    code: { file: 'stream.ts', step: '05.1' },
    say: 'A sender calls send ten times, 6 bytes each, while the receiver is stopped. Then the receiver calls recv, with room for 4,096 bytes.',
    predict: {
      question: 'How many bytes does this recv bring?',
      choices: ['six', 'all sixty', 'nobody knows'],
      answer: 1,
    },
    play: tenSends,
    proves:
      'The kernel keeps bytes, not calls. What lay there came in one piece; where a message ends, the program must know.',
  },
  {
    title: 'Half a record',
    code: { file: 'stream.ts', step: '05.1' },
    say: 'Records have 10 bytes. Five bytes of one have come. A receiver calls recv once for each record.',
    predict: {
      question: 'What does it do with the five bytes?',
      choices: ['wait for more', 'take them for a record, or fail'],
      answer: 1,
    },
    play: halfRecord,
    proves: 'recv returns what there is. Exactly n bytes take a loop.',
  },
  {
    title: 'Looking without taking',
    code: { file: 'blocking.ts', step: '05.3' },
    say: 'A line has begun and its end has not come. A reader peeks, finds no line feed, and peeks again.',
    predict: { question: 'What does it cost?', choices: ['nothing, it sleeps', 'a whole CPU'], answer: 1 },
    play: peeking,
    proves: 'What you peek at stays there, so the next peek does not wait. Take what cannot be the end.',
  },
  {
    title: 'How long is é?',
    code: { file: 'encoders.ts', step: '05.4' },
    say: 'A sender puts the number of characters before each message, and sends "é" and then "ok".',
    predict: {
      question: 'What goes wrong?',
      choices: ['nothing', 'the first message only', 'everything after it'],
      answer: 2,
    },
    play: howLong,
    proves: 'A length on the wire counts bytes. Off by one, and the next length is read from the middle of something.',
  },
  {
    title: 'Two thousand million bytes',
    code: { file: 'blocking.ts', step: '05.4' },
    say: 'A client sends four bytes: a length of 2,147,483,647. Nothing follows. The receiver allows 100.',
    predict: { question: 'What should it do?', choices: ['wait', 'make room', 'hang up'], answer: 2 },
    play: tooLong,
    proves: 'A length from outside is a claim. Compare it with a maximum before you believe it.',
  },
  {
    title: 'A header in two pieces',
    code: { file: 'decoders.ts', step: '05.5' },
    say: 'Two bytes of a length come, then the other two, then the message. A decoder reads a length out of whatever the chunk begins with.',
    predict: { question: 'Does it find the message?', choices: ['yes', 'no'], answer: 1 },
    play: splitHeader,
    proves: 'A chunk may end anywhere, inside the header too. What has come waits in the decoder, not on the wire.',
  },
  {
    title: 'Two small writes',
    code: { file: 'encoders.ts', step: '05.4' },
    say: 'A client writes 4 bytes of header and 4 bytes of body and waits for the answer, 20 times. Another one puts both into one write.',
    predict: {
      question: 'How much slower are two writes?',
      choices: ['twice', 'a hundred times and more', 'not at all'],
      answer: 1,
    },
    play: twoWrites,
    proves:
      'Nagle holds the second small segment until the first is acknowledged, and the other side delays its ACK. One write has nothing to wait for.',
  },
];

async function tenSends(stage: Stage): Promise<void> {
  const receiver = await stage.start(RECEIVER, { args: ['--framing', 'none'] });
  const client = await stage.connect(receiver);
  await receiver.frozen(async () => {
    for (let i = 0; i < 10; i++) await client.send(Buffer.from(`send ${i}`));
  });
  await receiver.quiet();
  stage.show('the receiver', printed(receiver));
  stage.claim(printed(receiver).join() === 'recv brought 60 bytes', 'all ten, in one');

  const decoding = await stage.start(RECEIVER, { args: ['--incremental', '--framing', 'fixed', '--size', '6'] });
  const other = await stage.connect(decoding);
  await decoding.frozen(async () => {
    for (let i = 0; i < 10; i++) await other.send(Buffer.from(`send ${i}`));
  });
  await decoding.quiet();
  const found = printed(decoding).filter((line) => line.startsWith('message of 6 bytes'));
  stage.show('the reference, which knows that a record has 6 bytes', [`${found.length} × message of 6 bytes`]);
  stage.claim(found.length === 10, 'it finds all ten in the same sixty bytes: borders are made by the program');
}

async function halfRecord(stage: Stage): Promise<void> {
  const args = ['--framing', 'fixed', '--size', '10'];
  const pieces = [Buffer.from('01234'), Buffer.from('56789')];
  const broken = await inPieces(stage, args, pieces, 'one-recv');
  stage.show('one recv a record (one-recv)', broken.lines);
  stage.claim(!broken.lines.includes('message of 10 bytes'), 'there is no record of ten bytes');
  const reference = await inPieces(stage, args, pieces);
  stage.show('the reference', reference.lines);
  stage.claim(reference.lines.join() === 'message of 10 bytes', 'one record, though it came in two pieces');
}

async function peeking(stage: Stage): Promise<void> {
  for (const mistake of ['peek-spin', undefined]) {
    const receiver = await stage.start(RECEIVER, {
      args: ['--framing', 'lines'],
      ...(mistake === undefined ? {} : { mistake }),
    });
    const client = await stage.connect(receiver);
    await client.send(Buffer.from('the beginning of a '));
    const sleeps = await receiver.quiet().then(
      () => true,
      () => false,
    );
    stage.show(mistake === undefined ? 'the reference takes what it has seen' : 'peeks again (peek-spin)', [
      ...receiver.describeProcesses(),
      ...client.describeQueues(),
    ]);
    stage.claim(sleeps === (mistake === undefined), mistake === undefined ? 'it sleeps in recv' : 'it never sleeps');
  }
}

async function howLong(stage: Stage): Promise<void> {
  for (const mistake of ['characters', undefined]) {
    const receiver = await stage.start(RECEIVER, { args: ['--max', '100'] });
    const sender = await stage.launch(SENDER, {
      args: ['--port', String(receiver.port)],
      ...(mistake === undefined ? {} : { mistake }),
    });
    sender.stdin?.end('é\nok\n');
    await sender.exit();
    await receiver.quiet();
    const lines = [
      ...printed(receiver).map((line) => line.replace(/, CRC.*/, '')),
      ...receiver.log.filter((line) => / lost /.test(line)).map((line) => line.replace(/^.*: /, '')),
    ];
    stage.show(mistake === undefined ? 'the reference' : 'characters are counted (characters)', lines);
    stage.claim(
      (lines.join() === 'message of 2 bytes,message of 2 bytes,end of the stream') === (mistake === undefined),
      mistake === undefined ? 'two messages of two bytes' : 'the second message is lost as well',
    );
  }
}

async function tooLong(stage: Stage): Promise<void> {
  const receiver = await stage.start(RECEIVER, { args: ['--max', '100'] });
  const before = addressSpaceMb(receiver);
  const client = await stage.connect(receiver);
  await client.send(Buffer.from([0x7f, 0xff, 0xff, 0xff]));
  await receiver.quiet();
  client.pump();
  const grown = addressSpaceMb(receiver) - before;
  stage.show('the reference', [
    ...receiver.log.slice(-1).map((line) => line.replace(/^.*: /, '')),
    `${grown.toFixed(1)} MB more address space (VmSize)`,
  ]);
  stage.claim(client.ending !== 'open', 'it has hung up');
  stage.claim(grown < 1000, 'and has made no room');
}

/** Room that was made and not used yet is here, and not in its resident memory. */
const addressSpaceMb = (server: ObservedProgram): number =>
  Number.parseInt(statusField(server.pid, 'VmSize') ?? '0', 10) / 1000;

async function splitHeader(stage: Stage): Promise<void> {
  const args = ['--incremental', '--max', '100'];
  const pieces = [Buffer.from([0, 0]), Buffer.from([0, 5]), Buffer.from('hello')];
  const broken = await inPieces(stage, args, pieces, 'split-header');
  stage.show('a length out of any chunk (split-header)', broken.lines.length === 0 ? ['nothing'] : broken.lines);
  stage.claim(!broken.lines.includes('message of 5 bytes'), 'no message of five bytes');
  const reference = await inPieces(stage, args, pieces);
  stage.show('the reference', reference.lines);
  stage.claim(reference.lines.join() === 'message of 5 bytes', 'there it is');
}

async function twoWrites(stage: Stage): Promise<void> {
  const server = await answering();
  try {
    const two = await roundTrips(server.port, 'two');
    const one = await roundTrips(server.port, 'one');
    stage.show('a round trip, the median of 20', [
      `two writes  ${two.toFixed(2)} ms`,
      `one write   ${one.toFixed(2)} ms`,
    ]);
    stage.claim(two > 3 * one, `${(two / one).toFixed(0)} times as long`);
  } finally {
    server.close();
  }
  const writes = await writesOfSender(stage, 'body\n'.repeat(3));
  stage.show('what the reference writes for three messages', writes);
  stage.claim(
    writes.length === 3 && writes.every((bytes) => bytes === '00 00 00 04 62 6f 64 79'),
    'header and body in one write: nothing to wait for',
  );
}

/** The bytes of each write of the reference's sender on its connection, from a trace of its system calls. */
async function writesOfSender(stage: Stage, input: string): Promise<string[]> {
  const folder = makeScratch();
  try {
    const receiver = await stage.start(RECEIVER);
    const sender = await stage.launch(SENDER, { args: ['--port', String(receiver.port)], env: { LAB_TRACE: folder } });
    sender.stdin?.end(input);
    await sender.exit();
    const events = readTrace(folder).lanes.flatMap((lane) => lane.events);
    const conn = events.find(({ name }) => name === 'connect')?.args[0];
    return events
      .filter(({ name, args }) => name === 'write' && args[0] === conn)
      .map(({ preview }) =>
        Buffer.from(preview, 'latin1')
          .toString('hex')
          .replaceAll(/(..)(?=.)/g, '$1 '),
      );
  } finally {
    removeScratch(folder);
  }
}

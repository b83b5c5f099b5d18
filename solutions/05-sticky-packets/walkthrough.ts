/** Lesson 05 for a class: each prediction is played on the reference, and on a mistake where that helps. */

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
      choices: ['six', 'all sixty', 'unpredictable'],
      answer: 1,
    },
    play: tenSends,
    proves:
      'The kernel keeps bytes, not calls: all waiting bytes came in one piece. The program must know where a message ends.',
  },
  {
    title: 'Half a record',
    code: { file: 'stream.ts', step: '05.1' },
    say: 'Records have 10 bytes. Five bytes of one have come. A receiver calls recv once for each record.',
    predict: {
      question: 'What does the receiver do with the five bytes?',
      choices: ['wait for more', 'take them for a record, or fail'],
      answer: 1,
    },
    play: halfRecord,
    proves: 'recv returns the bytes that are there. Exactly n bytes need a loop.',
  },
  {
    title: 'A peek in a loop',
    code: { file: 'blocking.ts', step: '05.3' },
    say: 'The beginning of a line has come, and its end has not. A reader peeks, finds no line feed, and peeks again.',
    predict: {
      question: 'What does the second peek do?',
      choices: ['sleep until more comes', 'return at once'],
      answer: 1,
    },
    play: peeking,
    proves:
      'A peek leaves the bytes in the receive buffer, so the next peek returns at once. Take the bytes that you have seen.',
  },
  {
    title: 'The length of "é"',
    code: { file: 'encoders.ts', step: '05.4' },
    say: 'A sender puts the number of characters before each message, and sends "é" and then "ok".',
    predict: {
      question: 'What goes wrong?',
      choices: ['nothing', 'the first message only', 'everything after it'],
      answer: 2,
    },
    play: howLong,
    proves: 'A length on the wire counts bytes. One byte too few, and the next length is read from the wrong place.',
  },
  {
    title: 'A length of 2,147,483,647',
    code: { file: 'blocking.ts', step: '05.4' },
    say: 'A client sends four bytes: a length of 2,147,483,647. Nothing follows. The receiver allows 100.',
    predict: { question: 'What should the receiver do?', choices: ['wait', 'make room', 'hang up'], answer: 2 },
    play: tooLong,
    proves: 'A length from outside is a claim. Compare it with a maximum before you allocate or wait.',
  },
  {
    title: 'A header in two pieces',
    code: { file: 'decoders.ts', step: '05.5' },
    say: 'Two bytes of a length come, then the other two, then the message. A decoder takes the beginning of each chunk for a length.',
    predict: { question: 'Does it find the message?', choices: ['yes', 'no'], answer: 1 },
    play: splitHeader,
    proves: 'A chunk may end anywhere, also inside the header. The decoder keeps the bytes that have come.',
  },
  {
    title: 'Two small writes',
    code: { file: 'encoders.ts', step: '05.4' },
    say: 'A client writes 4 bytes of header and 4 bytes of body and waits for the answer, 20 times. Another client puts both into one write.',
    predict: {
      question: 'How much slower are two writes?',
      choices: ['twice', 'a hundred times and more', 'not at all'],
      answer: 1,
    },
    play: twoWrites,
    proves:
      'Nagle’s algorithm holds the second small segment until the first is acknowledged, and the receiver delays its ACK. With one write there is no second segment.',
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
  stage.claim(printed(receiver).join() === 'recv brought 60 bytes', 'one recv brings the bytes of all ten sends');

  const decoding = await stage.start(RECEIVER, { args: ['--incremental', '--framing', 'fixed', '--size', '6'] });
  const other = await stage.connect(decoding);
  await decoding.frozen(async () => {
    for (let i = 0; i < 10; i++) await other.send(Buffer.from(`send ${i}`));
  });
  await decoding.quiet();
  const found = printed(decoding).filter((line) => line.startsWith('message of 6 bytes'));
  stage.show('the reference, which knows that a record has 6 bytes', [`${found.length} × message of 6 bytes`]);
  stage.claim(found.length === 10, 'it finds all ten in the same sixty bytes, because the program knows the length');
}

async function halfRecord(stage: Stage): Promise<void> {
  const args = ['--framing', 'fixed', '--size', '10'];
  const pieces = [Buffer.from('01234'), Buffer.from('56789')];
  const broken = await inPieces(stage, args, pieces, 'one-recv');
  stage.show('one recv for each record (one-recv)', broken.lines);
  stage.claim(!broken.lines.includes('message of 10 bytes'), 'no record of ten bytes is received');
  const reference = await inPieces(stage, args, pieces);
  stage.show('the reference', reference.lines);
  stage.claim(reference.lines.join() === 'message of 10 bytes', 'one record, although it came in two pieces');
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
    stage.show(
      mistake === undefined ? 'the reference takes the bytes that it has seen' : 'the reader peeks again (peek-spin)',
      [...receiver.describeProcesses(), ...client.describeQueues()],
    );
    stage.claim(
      sleeps === (mistake === undefined),
      mistake === undefined ? 'the receiver sleeps in recv' : 'the receiver never sleeps',
    );
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
      mistake === undefined ? 'two messages of two bytes' : 'the second message is lost too',
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
  stage.claim(client.ending !== 'open', 'the receiver has hung up');
  stage.claim(grown < 1000, 'the receiver has allocated no memory for the message');
}

/** Memory that is allocated and not used yet counts here, but not as resident memory. */
const addressSpaceMb = (server: ObservedProgram): number =>
  Number.parseInt(statusField(server.pid, 'VmSize') ?? '0', 10) / 1000;

async function splitHeader(stage: Stage): Promise<void> {
  const args = ['--incremental', '--max', '100'];
  const pieces = [Buffer.from([0, 0]), Buffer.from([0, 5]), Buffer.from('hello')];
  const broken = await inPieces(stage, args, pieces, 'split-header');
  stage.show('each chunk is taken for a length (split-header)', broken.lines.length === 0 ? ['nothing'] : broken.lines);
  stage.claim(!broken.lines.includes('message of 5 bytes'), 'no message of five bytes is found');
  const reference = await inPieces(stage, args, pieces);
  stage.show('the reference', reference.lines);
  stage.claim(reference.lines.join() === 'message of 5 bytes', 'the message of five bytes is found');
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
    stage.claim(two > 3 * one, `two writes take ${(two / one).toFixed(0)} times as long`);
  } finally {
    server.close();
  }
  const writes = await writesOfSender(stage, 'body\n'.repeat(3));
  stage.show('what the reference writes for three messages', writes);
  stage.claim(
    writes.length === 3 && writes.every((bytes) => bytes === '00 00 00 04 62 6f 64 79'),
    'the reference sends header and body in one write',
  );
}

/** The bytes of each write of the reference's sender to its connection, from a trace of its system calls. */
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

/** Lesson 06 for a class: each prediction is played on the reference, and on a mistake where that helps. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { engine, inFolder, makeBig, train } from '../../src/stage/train-files.ts';
import { breaksOff, CLIENT, closesHalfWay, inPieces, SERVER, YARD } from './demo.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'Two trains on the wire',
    code: { file: 'train.ts', step: '06.1' },
    say: 'The yard sends the word "hello" as a train, and an empty train after it.',
    predict: {
      question: 'How many bytes are on the wire?',
      choices: ['five', '10, two borders', 'thirteen'],
      answer: 2,
    },
    play: onTheWire,
    proves: 'An engine always has four bytes, in network order. An empty car is a message too.',
  },
  {
    title: 'Two trains in four pieces',
    code: { file: 'train.ts', step: '06.2' },
    say: 'Two trains of 1,000 bytes come as 304, 300, 400 and 1,004 bytes. A receiver calls recv once for each engine and once for each car.',
    predict: { question: 'What does this receiver find?', choices: ['two trains', 'something else'], answer: 1 },
    play: fourPieces,
    proves: 'recv returns the bytes that are there. Only a loop returns as many as you asked for.',
  },
  {
    title: 'The end of the stream inside a car',
    code: { file: 'train.ts', step: '06.2' },
    say: 'A sender announces 1,000 bytes, sends 10 and ends its stream. A receiver calls recv until it has 1,000, and ignores the result 0.',
    predict: {
      question: 'What does that receiver do?',
      choices: ['sleep', 'fail with an error', 'burn a CPU'],
      answer: 2,
    },
    play: endInTheMiddle,
    proves:
      'At the end of a stream every recv returns 0 at once. The loop must end there, and report the missing bytes.',
  },
  {
    title: 'A file of 2,000 bytes',
    code: { file: SERVER, step: '06.3' },
    say: 'The server sends a file of exactly 2,000 bytes: name, size, cars, an empty train, the checksum.',
    predict: { question: 'How many trains does the server send?', choices: ['4', '5', '6'], answer: 2 },
    play: twoThousand,
    proves: 'Two full cars, then an empty train: a file that fills its last car is no special case.',
  },
  {
    title: 'Half a file',
    code: { file: CLIENT, step: '06.4' },
    say: 'The folder has a file. A new one is fetched under the same name, and the server is killed in the middle.',
    predict: {
      question: 'What is in the folder afterwards?',
      choices: ['the old file', 'half of the new one', 'both'],
      answer: 0,
    },
    play: halfAFile,
    proves:
      'A draft gets the final name only after it is verified. rename replaces the old file in one step, or not at all.',
  },
  {
    title: 'A client that has gone',
    code: { file: SERVER, step: '06.5' },
    say: 'A client reads all bytes under way and closes. The child writes on, with the default action for SIGPIPE, and checks the result of each write.',
    predict: { question: 'Which write returns an error?', choices: ['first', 'second', 'none of them'], answer: 2 },
    play: hasGone,
    proves: 'The first write is taken and answered with a reset. The next one raises SIGPIPE before it can return.',
  },
  {
    title: 'An engine that lies',
    code: { file: 'train.ts', step: '06.6' },
    say: 'A client sends four bytes: an engine that announces 4,294,967,295 bytes. Nothing follows.',
    predict: { question: 'What should the server do?', choices: ['wait for them', 'make room', 'hang up'], answer: 2 },
    play: lyingEngine,
    proves: 'A length from a peer is a claim. Compare it with the maximum before you wait or allocate.',
  },
  {
    title: 'A name that leads out of the folder',
    code: { file: 'names.ts', step: '06.6' },
    say: 'The server gives away one folder. A client asks for "../secret", which exists.',
    predict: { question: 'Does the client get the file?', choices: ['yes, open follows ..', 'no'], answer: 1 },
    play: namesAway,
    proves: 'open takes any name as a path. The server must refuse all names that are not plain file names.',
  },
];

async function onTheWire(stage: Stage): Promise<void> {
  const yard = await stage.start(YARD, { args: ['--send'] });
  const peer = await stage.connect(yard);
  yard.stdin?.end('hello');
  await yard.exit();
  await yard.waitFor(
    'the end of the stream',
    () => {
      peer.pump();
      return peer.ending !== 'open';
    },
    { alive: false },
  );
  const hex = peer.received.toString('hex').replaceAll(/(..)(?=.)/g, '$1 ');
  stage.show('what came', [hex, '└ engine ──┘ h  e  l  l  o  └ engine ─┘']);
  stage.claim(
    peer.received.equals(Buffer.concat([train('hello'), train('')])),
    'an engine and 5 bytes, then an engine and an empty car',
  );
}

async function fourPieces(stage: Stage): Promise<void> {
  const broken = await inPieces(stage, 'recv-once');
  stage.show('one recv for each engine and each car (recv-once)', broken);
  stage.claim(!broken.includes('train of 1000 bytes'), 'no train of 1,000 bytes is received');
  const reference = await inPieces(stage);
  stage.show('the reference', reference);
  stage.claim(
    reference.filter((line) => line === 'train of 1000 bytes').length === 2,
    'both trains of 1,000 bytes are received',
  );
}

async function endInTheMiddle(stage: Stage): Promise<void> {
  const half = Buffer.concat([engine(1000), Buffer.alloc(10)]);
  const broken = await stage.start(YARD, { mistake: 'eof-ignored' });
  const first = await stage.connect(broken);
  await first.send(half);
  first.halfClose();
  const spins = await broken.quiet().then(
    () => false,
    () => true,
  );
  stage.show('the result 0 is ignored (eof-ignored)', broken.describeProcesses());
  stage.claim(spins, 'the receiver never sleeps: recv returns 0 again and again');
  const reference = await stage.start(YARD);
  const second = await stage.connect(reference);
  await second.send(half);
  second.halfClose();
  const exit = await reference.exit();
  stage.show('the reference', [...reference.log.filter((line) => line !== ''), describeExit(exit)]);
  stage.claim(exit.code === 1, 'the reference reports the missing bytes, and exits with status 1');
}

async function twoThousand(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'f'), Buffer.alloc(2000, 'x'));
    const server = await stage.start(SERVER, { args: ['--dir', folder] });
    const peer = await stage.connect(server);
    await peer.send(train('f'));
    await server.quiet();
    peer.pump();
    const lengths: number[] = [];
    for (let at = 0; at < peer.received.length; at += 4 + (lengths.at(-1) ?? 0))
      lengths.push(peer.received.readUInt32BE(at));
    stage.show('lengths of the cars', [lengths.join('  ')]);
    stage.claim(
      lengths.join() === '1,8,1000,1000,0,4',
      'six trains: name, size, 1,000, 1,000, the empty one, the checksum',
    );
    const open = server
      .processes()
      .flatMap(({ pid }) => descriptors(pid))
      .filter(({ target }) => target.startsWith(folder));
    stage.claim(open.length === 0, 'no process has the file open any more, while the client is still connected');
  });
}

async function halfAFile(stage: Stage): Promise<void> {
  const broken = await breaksOff(stage, 'in-place');
  stage.show('written under the final name from the start (in-place)', broken.lines);
  stage.claim(!broken.old, 'the old file is lost');
  const reference = await breaksOff(stage);
  stage.show('the reference', reference.lines);
  stage.claim(reference.old, 'the old file is unchanged, and the folder has no other file');
}

async function hasGone(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    makeBig(folder, 50e6);
    for (const [mistake, expected, what] of [
      ['sigpipe', 'signal 13', 'SIGPIPE (13) ended the child, before any call failed'],
      [undefined, 'status 1', 'with SIGPIPE ignored the write throws EPIPE, and the child exits with status 1'],
    ] as const) {
      const server = await stage.start(SERVER, {
        args: ['--dir', folder],
        ...(mistake === undefined ? {} : { mistake }),
      });
      const status = await closesHalfWay(stage, server);
      stage.show(mistake === undefined ? 'the reference' : 'SIGPIPE has its default action (sigpipe)', [
        `the child ended with ${status}`,
      ]);
      stage.claim(status === expected, what);
    }
  });
}

async function lyingEngine(stage: Stage): Promise<void> {
  for (const mistake of ['no-maximum', undefined]) {
    const server: ObservedProgram = await stage.start(SERVER, mistake === undefined ? {} : { mistake });
    const peer = await stage.connect(server);
    await peer.send(engine(0xffffffff));
    await server.quiet();
    peer.pump();
    stage.show(mistake === undefined ? 'the reference' : 'the length has no maximum (no-maximum)', [
      ...server.describeProcesses(),
      `the client ${peer.ending === 'open' ? 'still waits' : 'has the end of the stream'}`,
    ]);
    if (mistake === undefined) stage.claim(peer.ending !== 'open', 'the server hangs up at once');
    else stage.claim(peer.ending === 'open', 'a process waits for bytes that will not come');
  }
}

async function namesAway(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, 'public'));
    writeFileSync(join(folder, 'secret'), 'not yours');
    for (const mistake of ['any-name', undefined]) {
      const server = await stage.start(SERVER, {
        args: ['--dir', join(folder, 'public')],
        ...(mistake === undefined ? {} : { mistake }),
      });
      const peer = await stage.connect(server);
      await peer.send(train('../secret'));
      await server.quiet();
      peer.pump();
      const got = peer.received.includes(Buffer.from('not yours'));
      stage.show(mistake === undefined ? 'the reference' : 'any path is opened (any-name)', [
        ...server.log.slice(-1).map((line) => line.replace(/^\d+ /, '')),
        got ? 'the client has the secret' : 'the client has a reason why not',
      ]);
      stage.claim(
        got === (mistake !== undefined),
        mistake === undefined ? 'the server refuses' : 'open followed .. out of the folder',
      );
    }
  });
}

/** Walkthrough of lesson 01: partial reads, short writes, and the end of a stream. */
import { socketInodes } from '../../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../../src/kit/observed-program.ts';
import { claimBlockedIn, descriptorOf, socketTable } from '../../../src/stage/evidence.ts';
import type { WalkStep } from '../../../src/stage/scene.ts';
import type { Stage } from '../../../src/stage/stage.ts';

const SERVER = 'server.ts';

export const tenBytes: WalkStep = {
  title: 'Ten bytes, one at a time',
  code: { file: SERVER, step: '01.3' },
  say: "A client sends ten bytes, each after the server has read the one before. The server's buffer holds 4,096.",
  predict: {
    question: 'How many bytes must a correct server send back in all?',
    choices: ['one: that of its first read', 'ten', 'full buffers: ten times 4,096'],
    answer: 1,
  },
  play: oneAtATime,
  proves: 'read returns the bytes that have arrived: echo as many, and read again until it returns 0.',
};

async function oneAtATime(stage: Stage): Promise<void> {
  const bytes = Buffer.from('one by one');
  const server = await stage.start(SERVER);
  const client = await stage.connect(server);
  await client.dribble(bytes);
  await server.quiet();
  client.pump();

  const oneRead = await answerOf(stage, 'one-read', 'o');
  const whole = await answerOf(stage, 'whole-buffer', bytes);
  stage.show('the echoes', [
    `the reference, ten bytes sent one at a time     ${client.received.length} bytes, ${client.ending}`,
    `one read and then close (one-read), one sent     ${oneRead.received.length} byte, ${oneRead.ending}`,
    `the whole buffer (whole-buffer), ten sent at once    ${whole.received.length} bytes, ${whole.ending}`,
  ]);
  stage.claim(
    client.received.equals(bytes) && client.ending === 'open',
    'the reference sent back these ten bytes and no others, and keeps the connection open',
  );
  stage.claim(oneRead.ending === 'eof', 'the first mistake takes the first byte for the whole message');
  stage.claim(whole.received.length === 4096, 'the second mistake sends 4,086 bytes more than the client sent');
}

/** A client with the answer of a server that has a mistake, once all is quiet. */
async function answerOf(stage: Stage, mistake: string, sent: string | Buffer) {
  const server = await stage.start(SERVER, { mistake });
  const client = await stage.connect(server);
  await client.send(Buffer.from(sent));
  await server.quiet();
  client.pump();
  return client;
}

export const shortWrite: WalkStep = {
  title: 'A write that takes seven bytes',
  code: { file: 'write-all.ts', step: '01.3' },
  say: 'A write may take fewer bytes than it is given. Here every write takes at most seven. A client has sent 1,000 bytes, and a server reads them in one piece and calls write once.',
  predict: {
    question: 'How much comes back to the client?',
    choices: ['all 1,000 bytes', 'seven bytes', 'nothing: write throws'],
    answer: 1,
  },
  play: sevenBytes,
  proves: 'After a short write the program must send the rest itself: no call fails, and no error tells.',
};

async function sevenBytes(stage: Stage): Promise<void> {
  const reference = await cappedEcho(stage);
  const broken = await cappedEcho(stage, 'short-write');
  stage.show('1,000 bytes sent, and each write takes at most 7', [
    `the reference               ${reference.received.length} bytes came back`,
    `one write only (short-write)    ${broken.received.length} bytes came back`,
  ]);
  stage.claim(
    reference.received.length === 1000,
    'the reference goes on from where write stopped: all 1,000 came back',
  );
  stage.claim(broken.received.length === 7, 'one write alone lost 993 bytes, and no call failed');
}

/** Sends 1,000 bytes, all there at the first read, to a server whose writes take at most 7. */
async function cappedEcho(stage: Stage, mistake?: string) {
  const faults = [{ calls: ['write', 'send'], cap: 7 }];
  const server = await stage.start(SERVER, { faults, ...(mistake !== undefined && { mistake }) });
  const client = await stage.connect(server);
  await server.frozen(() => client.send(Buffer.alloc(1000, 'x')));
  await server.quiet();
  client.pump();
  return client;
}

export const missingClose: WalkStep = {
  title: 'End of file without close',
  code: { file: SERVER, step: '01.2' },
  say: 'Ann has sent her last words and has ended her direction with shutdown. A server echoes them, reads 0, forgets to close the descriptor and goes back to accept.',
  predict: {
    question: 'What does Ann read after her echo?',
    choices: ['end of file', 'nothing: her read blocks', 'reset by peer'],
    answer: 1,
  },
  play: lastByte,
  proves:
    "The end of one direction is not the end of the other: the server's FIN is sent when the descriptor is closed.",
};

async function lastByte(stage: Stage): Promise<void> {
  const broken = await stage.start(SERVER, { mistake: 'no-close' });
  const ann = await lastWords(stage, broken);
  stage.show('the descriptor is not closed (no-close)', socketTable(broken, { Ann: ann }));
  const fd = descriptorOf(broken, ann);
  stage.claim(
    ann.serverRow?.state === 'CLOSE_WAIT' && ann.serverRow.rxQueue === 0 && fd !== null,
    `the server has read the end, and keeps descriptor ${fd} in CLOSE_WAIT`,
  );
  stage.claim(ann.row?.state === 'FIN_WAIT2' && ann.ending === 'open', 'Ann is in FIN_WAIT2: no FIN has reached her');

  const server = await stage.start(SERVER);
  const bob = await lastWords(stage, server);
  stage.show('the reference, with Bob as its client', socketTable(server, { Bob: bob }));
  stage.claim(bob.received.toString() === 'last words', 'Bob read his echo after he had ended his own direction');
  stage.claim(
    bob.ending === 'eof' && server.connections().length === 0,
    'then he read end of file, because the server closed its descriptor',
  );
  const listener = [...socketInodes(server.pid)].find(([inode]) => inode === server.listener()?.inode)?.[1];
  claimBlockedIn(stage, server, `accept(${listener})`, 'the server sleeps in accept');
}

async function lastWords(stage: Stage, server: ObservedProgram) {
  const client = await stage.connect(server);
  await client.send(Buffer.from('last words'));
  client.halfClose();
  await server.quiet();
  client.pump();
  return client;
}

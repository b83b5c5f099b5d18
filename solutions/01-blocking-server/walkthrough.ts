/** Lesson 01 for a class: nine predictions, each played on the reference and on a server with the mistake. */
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import { rowBetween, tcpRows } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { claimBlockedIn, descriptorOf, isIn, portTable, socketTable, words } from '../../src/stage/evidence.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { fate, hastyClient, serverClosesFirst } from './demo.ts';

const SERVER = 'server.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'Who swaps the bytes of a port?',
    code: { file: SERVER, step: '01.1' },
    say: 'A port is two bytes, and the network sends the high one first. A program is asked for a port, say 0x1234. It swaps the two bytes, as C programs must, and then calls our bind.',
    predict: {
      question: 'Where does it listen?',
      choices: ['at 0x1234', 'swapped, at 0x3412', 'nowhere: bind throws'],
      answer: 1,
    },
    play: whoSwaps,
    proves: 'Here bind swaps the bytes itself: a port goes in as people write it.',
  },
  {
    title: 'Connected to whom?',
    code: { file: SERVER, step: '01.2' },
    say: 'The server listens and is then stopped with SIGSTOP: it does not run at all. Six clients call connect.',
    predict: { question: 'How many get a connection?', choices: ['none', 'just one', 'all six'], answer: 2 },
    play: connectedToWhom,
    proves: 'The kernel does the handshake and queues the connection; accept only takes it from the queue.',
  },
  {
    title: 'Ten bytes, one at a time',
    code: { file: SERVER, step: '01.3' },
    say: "A client sends ten bytes, each once the server has read the one before. The server's buffer holds 4,096.",
    predict: {
      question: 'How many bytes must a correct server send back in all?',
      choices: ['one: what its first read brought', 'ten', 'full buffers: ten times 4,096'],
      answer: 1,
    },
    play: oneAtATime,
    proves: 'A read brings what is there, and says how much: echo that, and read again until it says 0.',
  },
  {
    title: 'A write that takes seven bytes',
    code: { file: 'write-all.ts', step: '01.3' },
    say: 'A write may take fewer bytes than it is given. We make every write take at most seven. A client has sent 1,000 bytes, and a server reads them in one piece and calls write once.',
    predict: {
      question: 'What comes back to the client?',
      choices: ['all 1,000 bytes', 'seven bytes', 'nothing: write throws'],
      answer: 1,
    },
    play: sevenBytes,
    proves: 'What write did not take is still ours to send, and nobody reminds us.',
  },
  {
    title: 'The last byte, and then?',
    code: { file: SERVER, step: '01.2' },
    say: 'Ann has sent her last words and has ended her direction with shutdown. A server echoes them, reads 0, forgets to close the descriptor and goes back to accept.',
    predict: {
      question: 'What does Ann read after her echo?',
      choices: ['end of file', 'nothing: her read waits', 'reset by peer'],
      answer: 1,
    },
    play: lastByte,
    proves:
      "The end of one direction is not the end of the other: the server's FIN is sent when the descriptor is closed.",
  },
  {
    title: 'Gone before accept',
    code: { file: SERVER, step: '01.2' },
    say: 'The server is stopped. A client connects, and resets the connection at once. Then the server goes on, and calls accept.',
    predict: {
      question: 'What does accept give it?',
      choices: ['an error', 'the connection', 'nothing: it waits for the next'],
      answer: 1,
    },
    play: goneBeforeAccept,
    proves:
      'A connection that was reset stays in the queue; the next call on it fails, and is the end of that client only.',
  },
  {
    title: 'Writing to somebody who has gone',
    code: { file: SERVER, step: '01.4' },
    say: 'A client sends 20,000 bytes and closes. The server reads 4,096 and writes them back: the client answers with an RST. The server reads 4,096 more and writes again, and has not ignored SIGPIPE.',
    predict: {
      question: 'What does this second write do?',
      choices: ['returns 0', 'throws an error', 'kills the server'],
      answer: 2,
    },
    play: goneWhileWriting,
    proves:
      'After a FIN and a reset from the client a write raises SIGPIPE; with the signal ignored it throws EPIPE, an error like others.',
  },
  {
    title: 'Start it again',
    code: { file: SERVER, step: '01.1' },
    say: 'A client is connected when the server is killed. Then the client closes as well.',
    predict: {
      question: 'Whose port is in TIME_WAIT?',
      choices: ["the client's", "our server's", 'both'],
      answer: 1,
    },
    play: startAgain,
    proves: 'Who closes first waits; SO_REUSEADDR, set before bind, lets a new listener share the port with that.',
  },
  {
    title: 'The input has ended, the conversation has not',
    code: { file: 'client.ts', step: '01.5' },
    say: 'The client has printed every answer, its standard input ends, and it calls shutdown. The server is stopped just then and does nothing.',
    predict: { question: 'Does the client exit?', choices: ['yes', 'no'], answer: 1 },
    play: inputEnded,
    proves: "shutdown ends our direction and leaves the other one open: the client reads on until the server's end.",
  },
];

async function whoSwaps(stage: Stage): Promise<void> {
  const port = twoSidedPort();
  const args = ['--port', String(port)];
  const server = await stage.start(SERVER, { args });
  const row = server.listener();
  const broken = await stage.start(SERVER, { args, mistake: 'swapped-port' });
  stage.show(`asked for port ${port}, ${hex(port)}`, [
    `the reference              LISTEN at ${row?.localAddress}:${server.port}, ${hex(server.port)}`,
    `swapped before (swapped-port)   LISTEN at ${broken.listener()?.localAddress}:${broken.port}, ${hex(broken.port)}`,
  ]);
  stage.claim(server.port === port && row?.localAddress === '127.0.0.1', `the reference listens at 127.0.0.1:${port}`);
  stage.claim(broken.port === swapped(port), 'swapped twice, the bytes are as they were: the wrong way round');
}

async function connectedToWhom(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER);
  const clients = await server.frozen(async () => {
    const all = [];
    for (let i = 0; i < 6; i++) all.push(await stage.connect(server));
    stage.show(
      'while the server is stopped',
      socketTable(server, Object.fromEntries(all.map((client, i) => [`client ${i + 1}`, client]))),
    );
    stage.claim(
      all.every(({ row, serverRow }) => row?.state === 'ESTABLISHED' && serverRow?.inode === 0),
      "six connections are ESTABLISHED, and nobody owns the server's ends",
    );
    stage.claim(server.listener()?.rxQueue === 6, "six wait in the listener's queue");
    return all;
  });
  await server.quiet();
  stage.claim(server.listener()?.rxQueue === 5, 'it goes on, and takes one: five wait');
  for (const client of clients) {
    await client.exchange(Buffer.from('hello'));
    client.close();
  }
  await server.quiet();
  stage.show('after all six have had an echo and left', words(server));
  stage.claim(
    server.exited === null && server.listener()?.rxQueue === 0 && server.connections().length === 0,
    'the same process has served all six, one after the other',
  );
}

async function oneAtATime(stage: Stage): Promise<void> {
  const bytes = Buffer.from('one by one');
  const server = await stage.start(SERVER);
  const client = await stage.connect(server);
  await client.dribble(bytes);
  await server.quiet();
  client.pump();

  const oneRead = await answerOf(stage, 'one-read', 'o');
  const whole = await answerOf(stage, 'whole-buffer', bytes);
  stage.show('what came back', [
    `the reference, ten bytes sent one at a time     ${client.received.length} bytes, ${client.ending}`,
    `one read and then close (one-read), one sent     ${oneRead.received.length} byte, ${oneRead.ending}`,
    `the whole buffer (whole-buffer), ten sent at once    ${whole.received.length} bytes, ${whole.ending}`,
  ]);
  stage.claim(
    client.received.equals(bytes) && client.ending === 'open',
    'the reference sent back these ten bytes, nothing else, and still reads from this client',
  );
  stage.claim(oneRead.ending === 'eof', 'the first mistake takes the first byte for the whole message');
  stage.claim(whole.received.length === 4096, 'the other sends 4,086 bytes that nobody wrote');
}

/** What a mistaken server sends back, once all is quiet. */
async function answerOf(stage: Stage, mistake: string, sent: string | Buffer) {
  const server = await stage.start(SERVER, { mistake });
  const client = await stage.connect(server);
  await client.send(Buffer.from(sent));
  await server.quiet();
  client.pump();
  return client;
}

async function sevenBytes(stage: Stage): Promise<void> {
  const reference = await cappedEcho(stage);
  const broken = await cappedEcho(stage, 'short-write');
  stage.show('1,000 bytes sent, and each write takes at most 7', [
    `the reference               ${reference.received.length} bytes came back`,
    `one write only (short-write)    ${broken.received.length} bytes came back`,
  ]);
  stage.claim(reference.received.length === 1000, 'the reference goes on from where write stopped: all 1,000 came');
  stage.claim(broken.received.length === 7, 'the other lost 993 bytes, and no call failed');
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

async function lastByte(stage: Stage): Promise<void> {
  const broken = await stage.start(SERVER, { mistake: 'no-close' });
  const ann = await lastWords(stage, broken);
  stage.show('the descriptor is not closed (no-close)', socketTable(broken, { Ann: ann }));
  const fd = descriptorOf(broken, ann);
  stage.claim(
    ann.serverRow?.state === 'CLOSE_WAIT' && ann.serverRow.rxQueue === 0 && fd !== null,
    `the server has read the end, and keeps descriptor ${fd} in CLOSE_WAIT`,
  );
  stage.claim(ann.row?.state === 'FIN_WAIT2' && ann.ending === 'open', 'Ann is in FIN_WAIT2: no FIN has come to her');

  const server = await stage.start(SERVER);
  const bob = await lastWords(stage, server);
  stage.show('the reference, and Bob says the same', socketTable(server, { Bob: bob }));
  stage.claim(bob.received.toString() === 'last words', 'Bob could read his echo after he had ended his direction');
  stage.claim(bob.ending === 'eof' && server.connections().length === 0, 'and then the end: the server closed its end');
  const listener = [...socketInodes(server.pid)].find(([inode]) => inode === server.listener()?.inode)?.[1];
  claimBlockedIn(stage, server, `accept(${listener})`, 'it sleeps in accept');
}

async function lastWords(stage: Stage, server: ObservedProgram) {
  const client = await stage.connect(server);
  await client.send(Buffer.from('last words'));
  client.halfClose();
  await server.quiet();
  client.pump();
  return client;
}

async function goneBeforeAccept(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER);
  const before = socketInodes(server.pid).size;
  const rude = await server.frozen(async () => {
    const client = await stage.connect(server);
    client.reset();
    await server.waitFor('the reset to arrive', () => client.serverRow === null);
    stage.show('while the server is stopped', socketTable(server, { client }));
    stage.claim(
      server.listener()?.rxQueue === 1 && client.serverRow === null,
      'the connection has no row any more, and still has its place in the queue',
    );
    return client;
  });
  await server.quiet();
  stage.show('the server goes on', [
    ...words(server),
    server.exited === null ? `${server.pid} is alive` : `${server.pid} ${describeExit(server.exited)}`,
  ]);
  const said = (start: string, end: string): boolean =>
    server.log.some((line) => line.includes(`${start} 127.0.0.1:${rude.port}`) && line.endsWith(end));
  stage.claim(said('accepted', ''), 'accept returned the connection, with the address of who had opened it');
  stage.claim(
    said('lost', 'read: Connection reset by peer (ECONNRESET)'),
    'read on it threw ECONNRESET, and was the end of that connection',
  );
  const next = await stage.connect(server);
  await next.exchange(Buffer.from('hello'));
  next.close();
  await server.quiet();
  stage.claim(server.exited === null && next.received.length === 5, 'the next client is served');
  stage.claim(socketInodes(server.pid).size === before, 'the server holds as many sockets as before: none has leaked');
}

async function goneWhileWriting(stage: Stage): Promise<void> {
  const broken = await hastyClient(stage, 'sigpipe');
  stage.show('SIGPIPE has its default action (sigpipe)', fate(broken));
  stage.claim(broken.exited?.signal === 'SIGPIPE', 'the write raised SIGPIPE, and that killed the server');
  const server = await hastyClient(stage);
  stage.show('the reference ignores SIGPIPE', fate(server));
  stage.claim(
    server.exited === null && server.log.some((line) => line.includes('write: Broken pipe (EPIPE)')),
    'the same write threw EPIPE: one client is lost, and the server lives',
  );
}

async function startAgain(stage: Stage): Promise<void> {
  const first = await stage.start(SERVER);
  const { port } = first;
  const ann = await stage.connect(first);
  await ann.exchange(Buffer.from('hello'));
  await serverClosesFirst(first, ann);
  stage.show(`the kernel's TCP sockets, port ${port}`, portTable(port));
  stage.claim(
    isIn(port, ann.port, 'TIME_WAIT') && rowBetween(ann.port, port) === null,
    "TIME_WAIT is on the server's side, and nothing is left on Ann's",
  );
  const broken = await stage.launch(SERVER, { mistake: 'no-reuseaddr', args: ['--port', String(port)] });
  const exit = await broken.exit();
  stage.show('SO_REUSEADDR set after bind (no-reuseaddr), on the same port', [...words(broken), describeExit(exit)]);
  stage.claim(
    broken.log.some((line) => line.includes('EADDRINUSE')),
    'bind had looked before: EADDRINUSE',
  );
  const again = await stage.start(SERVER, { args: ['--port', String(port)] });
  stage.show('the reference, on the same port', portTable(port));
  stage.claim(again.port === port && isIn(port, ann.port, 'TIME_WAIT'), 'it listens, while TIME_WAIT is still there');
}

async function inputEnded(stage: Stage): Promise<void> {
  const text = 'twenty-five characters..\n'.repeat(800);
  const server = await stage.start(SERVER, { faults: [{ calls: ['write', 'send'], cap: 7 }] });
  const client = await clientOf(stage, server, text);
  await client.waitFor('the answer', () => client.output.out.length >= text.length);
  stage.claim(client.output.out === text, 'the client has printed 20,000 bytes, which the server wrote 7 at a time');
  const port = server.connections()[0]?.remotePort ?? 0;
  await server.frozen(async () => {
    client.stdin?.end();
    await client.waitFor('the end of its direction', () => isIn(port, server.port, 'FIN_WAIT2'));
    await client.quiet();
    stage.show('its input has ended, the server is stopped', portTable(server.port));
    const held = socketInodes(client.pid).has(rowBetween(port, server.port)?.inode ?? 0);
    stage.claim(held && client.exited === null, 'its FIN has come to the server, and the client is alive and reads on');
  });
  const exit = await client.exit();
  stage.claim(exit.code === 0, 'the server goes on and closes: the client ends with status 0');

  const broken = await stage.start(SERVER, { mistake: 'short-write', faults: [{ calls: ['write', 'send'], cap: 7 }] });
  const other = await clientOf(stage, broken, 'more than seven\n');
  await other.waitFor('seven bytes', () => other.output.out.length >= 7);
  await other.quiet();
  broken.signal('SIGKILL');
  const early = await other.exit();
  stage.show('a server that is killed when it has sent 7 bytes of 16', [...words(other), describeExit(early)]);
  stage.claim(early.code === 1 && other.log.length > 0, 'a stream that ends too early is an error: status 1');
}

/** A client with something on its standard input, which stays open. */
async function clientOf(stage: Stage, server: ObservedProgram, text: string): Promise<ObservedProgram> {
  const client = await stage.launch('client.ts', { args: ['--port', String(server.port)] });
  client.partner(server);
  client.stdin?.write(text);
  return client;
}

const swapped = (port: number): number => ((port & 0xff) << 8) | (port >> 8);

const hex = (port: number): string => `0x${port.toString(16).padStart(4, '0')}`;

/** A free port below those that the kernel gives away by itself, as is its twin with the bytes swapped. */
function twoSidedPort(): number {
  const used = new Set(tcpRows().map((row) => row.localPort));
  const byte = (): number => 0x11 + Math.floor(Math.random() * 0x6e); // both bytes below 0x7f, both ports above 4096
  for (;;) {
    const port = (byte() << 8) | byte();
    if (port !== swapped(port) && !used.has(port) && !used.has(swapped(port))) return port;
  }
}

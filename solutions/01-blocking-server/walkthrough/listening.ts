/** Walkthrough of lesson 01: the listener, its port, and its queue. */
import { rowBetween, tcpRows } from '../../../src/kit/kernel/tcp.ts';
import { describeExit } from '../../../src/kit/situation.ts';
import { isIn, portTable, socketTable, words } from '../../../src/stage/evidence.ts';
import type { WalkStep } from '../../../src/stage/scene.ts';
import type { Stage } from '../../../src/stage/stage.ts';
import { serverClosesFirst } from '../demo.ts';

const SERVER = 'server.ts';

export const swappedPort: WalkStep = {
  title: 'The bytes of a port, swapped twice',
  code: { file: SERVER, step: '01.1' },
  say: 'A port is two bytes, and the network sends the high one first. A program is asked for a port, say 0x1234. It swaps the two bytes, as C programs must, and then calls our bind.',
  predict: {
    question: 'At which port does it listen?',
    choices: ['at 0x1234', 'swapped, at 0x3412', 'nowhere: bind throws'],
    answer: 1,
  },
  play: whoSwaps,
  proves: 'Here bind swaps the bytes itself: a port goes in as people write it.',
};

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
  stage.claim(broken.port === swapped(port), 'swapped twice, the two bytes are sent in the wrong order');
}

export const queue: WalkStep = {
  title: 'Connected, to a server that does not run',
  code: { file: SERVER, step: '01.2' },
  say: 'The server listens and is then stopped with SIGSTOP: it does not run. Six clients call connect.',
  predict: { question: 'How many get a connection?', choices: ['none', 'just one', 'all six'], answer: 2 },
  play: connectedToWhom,
  proves: 'The kernel does the handshake and queues the connection; accept only takes it from the queue.',
};

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
      "six connections are ESTABLISHED, and the server's ends have no descriptor yet",
    );
    stage.claim(server.listener()?.rxQueue === 6, "six wait in the listener's queue");
    return all;
  });
  await server.quiet();
  stage.claim(server.listener()?.rxQueue === 5, 'the server runs again and accepts one: five wait');
  for (const client of clients) {
    await client.exchange(Buffer.from('hello'));
    client.close();
  }
  await server.quiet();
  stage.show('after all six have had an echo and left', words(server));
  stage.claim(
    server.exited === null && server.listener()?.rxQueue === 0 && server.connections().length === 0,
    'the same process has served all six, one after another',
  );
}

export const restart: WalkStep = {
  title: 'Restart on the same port',
  code: { file: SERVER, step: '01.1' },
  say: 'A client is connected when the server is killed. Then the client closes as well.',
  predict: {
    question: 'Which side is in TIME_WAIT?',
    choices: ['the client', 'our server', 'both'],
    answer: 1,
  },
  play: startAgain,
  proves:
    'The side that closes first stays in TIME_WAIT; SO_REUSEADDR, set before bind, lets a new listener share the port with it.',
};

async function startAgain(stage: Stage): Promise<void> {
  const first = await stage.start(SERVER);
  const { port } = first;
  const ann = await stage.connect(first);
  await ann.exchange(Buffer.from('hello'));
  await serverClosesFirst(first, ann);
  stage.show(`the kernel's TCP sockets, port ${port}`, portTable(port));
  stage.claim(
    isIn(port, ann.port, 'TIME_WAIT') && rowBetween(ann.port, port) === null,
    "the server's end is in TIME_WAIT, and Ann's end is gone",
  );
  const broken = await stage.launch(SERVER, { mistake: 'no-reuseaddr', args: ['--port', String(port)] });
  const exit = await broken.exit();
  stage.show('SO_REUSEADDR set after bind (no-reuseaddr), on the same port', [...words(broken), describeExit(exit)]);
  stage.claim(
    broken.log.some((line) => line.includes('EADDRINUSE')),
    'bind threw EADDRINUSE: the option came too late',
  );
  const again = await stage.start(SERVER, { args: ['--port', String(port)] });
  stage.show('the reference, on the same port', portTable(port));
  stage.claim(
    again.port === port && isIn(port, ann.port, 'TIME_WAIT'),
    'it listens beside the connection in TIME_WAIT',
  );
}

const swapped = (port: number): number => ((port & 0xff) << 8) | (port >> 8);

const hex = (port: number): string => `0x${port.toString(16).padStart(4, '0')}`;

/** A free port below the ephemeral range whose byte-swapped twin is free and below it as well. */
function twoSidedPort(): number {
  const used = new Set(tcpRows().map((row) => row.localPort));
  const byte = (): number => 0x11 + Math.floor(Math.random() * 0x6e); // both bytes below 0x7f, both ports above 4096
  for (;;) {
    const port = (byte() << 8) | byte();
    if (port !== swapped(port) && !used.has(port) && !used.has(swapped(port))) return port;
  }
}

/** Lesson 02 for a class: predictions, each played on the reference and where it helps on a server with the mistake. */
import { close, pidfdGetfd, pidfdOpen } from '#sys';
import { isZombie, socketInodes, zombieStatus } from '../../src/kit/kernel/proc.ts';
import { tcpRows } from '../../src/kit/kernel/tcp.ts';
import { holders, onlyChild, processTable } from '../../src/stage/evidence.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { endTogether, visits } from './demo.ts';

const SERVER = 'server.ts';
const CHAT = 'chat.ts';
const HELLO = Buffer.from('hello');

export const steps: readonly WalkStep[] = [
  {
    title: 'Who holds what after fork?',
    code: { file: SERVER, step: '02.1' },
    say: 'The server has accepted two clients, and forked twice. Each process has closed what it does not need.',
    predict: { question: 'How many connections does the parent hold now?', choices: ['none', 'one', 'two'], answer: 0 },
    play: whoHoldsWhat,
    proves: 'After fork both processes hold both sockets; each closes what is not its business.',
  },
  {
    title: 'Three clients have left',
    code: { file: SERVER, step: '02.2' },
    say: 'Think this handler away. Three clients have come, talked and gone, their children have called _exit, and nobody calls waitpid.',
    predict: {
      question: 'What is left of the children?',
      choices: ['nothing', 'zombies', 'running processes'],
      answer: 1,
    },
    play: nobodyAsks,
    proves: 'A child that has ended stays as a zombie until its parent has asked how it ended.',
  },
  {
    title: 'Ten at once',
    code: { file: SERVER, step: '02.2' },
    say: 'Think the loop away: the handler calls waitpid once for each signal that it gets. The parent is stopped. Ten children end. The parent runs again.',
    predict: { question: 'How many zombies are left?', choices: ['none', 'five', 'eight or nine'], answer: 2 },
    play: tenAtOnce,
    proves:
      'For a standard signal like SIGCHLD the kernel keeps one bit, and no count: ask until there is nobody left to ask about.',
  },
  {
    title: 'SIGTERM while a child serves',
    code: { file: SERVER, step: '02.3' },
    say: 'One client is talking. Somebody sends SIGTERM to the parent, which waits in accept.',
    predict: {
      question: 'What happens to the client that is talking?',
      choices: ['it is cut off', 'served until it leaves'],
      answer: 1,
    },
    play: goodOrder,
    proves: 'EINTR brings accept back; the listener closes at once, and the parent waits for its children.',
  },
  {
    title: 'A client that closes too early',
    code: { file: SERVER, step: '02.4' },
    say: 'The client sends 20,000 bytes and closes without reading. The child echoes, 4,096 bytes a write, and does not ignore SIGPIPE.',
    predict: {
      question: 'How does the child end?',
      choices: ['exits with status 1', 'killed by a signal', 'never'],
      answer: 1,
    },
    play: tooEarly,
    proves:
      'After a FIN and a reset from the client a write raises SIGPIPE before it can say anything; ignored, it is an error to handle.',
  },
  {
    title: 'Close, while somebody else holds it',
    code: { file: SERVER, step: '02.5' },
    say: "Another process has taken a copy of the child's connection (pidfd_getfd). The client ends its direction, the child calls shutdown and closes.",
    predict: { question: 'Does the client get its end of file?', choices: ['yes', 'no'], answer: 0 },
    play: aCopyElsewhere,
    proves: 'close gives back a descriptor; shutdown ends our direction of the connection, whoever else holds it.',
  },
  {
    title: 'Closed with unread bytes',
    code: { file: SERVER, step: '02.5' },
    say: 'The client has sent 150,000 bytes and reads nothing yet. The child echoes 60,000, calls shutdown, and closes at once, with bytes unread in its queue.',
    predict: {
      question: 'How much of its echo can the client still read?',
      choices: ['all 60,000 bytes', 'what had reached it already', 'nothing at all'],
      answer: 1,
    },
    play: unread,
    proves: 'A close with unread bytes sends a reset and throws away what was not delivered: read to the end first.',
  },
  {
    title: 'Two processes for one chat',
    code: { file: CHAT, step: '02.6' },
    say: 'Two chat programs are connected, two processes each. One side is told to leave.',
    predict: {
      question: 'How many of the four processes are left?',
      choices: ['none', 'one, without a parent', 'two'],
      answer: 0,
    },
    play: chatLeaves,
    proves:
      'Whoever reads the end of the conversation ends the process that still waits for the keyboard, and reaps it.',
  },
];

async function whoHoldsWhat(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER);
  const clients = [await stage.connect(server), await stage.connect(server)];
  for (const client of clients) await client.exchange(HELLO);
  await server.quiet();
  const listener = server.listener()?.inode ?? 0;
  const sockets = (pid: number) => {
    const held = socketInodes(pid);
    const rows = tcpRows().filter((row) => held.has(row.inode));
    return rows.map(
      (row) => `fd ${held.get(row.inode)} ${row.state === 'LISTEN' ? 'listener' : `client ${row.remotePort}`}`,
    );
  };
  const pids = server.processes().map(({ pid }) => pid);
  stage.show(
    'TCP sockets of each process',
    pids.map((pid) => `${pid === server.pid ? 'parent' : 'child '} ${pid}  ${sockets(pid).join(', ')}`),
  );
  stage.claim(server.connections().length === 0, 'the parent holds its listener and no connection');
  const children = server.children().map(({ pid }) => pid);
  stage.claim(
    children.length === 2 && children.every((pid) => !socketInodes(pid).has(listener)),
    'no child holds the listener',
  );
  stage.claim(
    children.length === 2 && children.every((pid) => sockets(pid).length === 1),
    'each child holds one connection, its own',
  );
}

async function nobodyAsks(stage: Stage): Promise<void> {
  const broken = await stage.start(SERVER, { mistake: 'no-reaping' });
  await visits(stage, broken, 3);
  stage.show('the server that does not reap', processTable(broken));
  stage.claim(broken.zombies().length === 3, 'three zombies');
  const reference = await stage.start(SERVER);
  await visits(stage, reference, 3);
  stage.show('the reference', processTable(reference));
  stage.claim(reference.children().length === 0, 'the reference has none');
}

async function tenAtOnce(stage: Stage): Promise<void> {
  const broken = await stage.start(SERVER, { mistake: 'one-wait' });
  const { pending } = await endTogether(stage, broken, 10);
  stage.claim(pending, 'SIGCHLD was pending while the parent was stopped');
  stage.show('one waitpid per signal', processTable(broken));
  stage.claim(broken.zombies().length === 9, 'nine zombies: the handler ran once');
  const reference = await stage.start(SERVER);
  await endTogether(stage, reference, 10);
  stage.show('the loop', processTable(reference));
  stage.claim(reference.zombies().length === 0, 'the reference has none');
}

async function goodOrder(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER);
  const client = await stage.connect(server);
  await client.exchange(HELLO);
  server.signal('SIGTERM');
  const listening = () => tcpRows().some((row) => row.state === 'LISTEN' && row.localPort === server.port);
  await server.waitFor('the port to close', () => !listening());
  await server.quiet();
  stage.show('after SIGTERM', processTable(server));
  stage.claim(!listening(), `nobody listens at port ${server.port} any more`);
  stage.claim(server.exited === null, 'the parent is there, and waits for its child');
  await client.exchange(Buffer.from('still there?'));
  stage.claim(client.received.toString().endsWith('still there?'), 'the client is still served');
  client.close();
  const exit = await server.exit();
  stage.claim(exit.code === 0, 'when it has left, the parent exits with status 0');
}

async function tooEarly(stage: Stage): Promise<void> {
  for (const mistake of ['sigpipe', undefined]) {
    const server = await stage.start(SERVER, mistake === undefined ? {} : { mistake });
    const client = await stage.connect(server);
    await client.exchange(HELLO);
    const child = onlyChild(server);
    const status = await server.frozen(async () => {
      process.kill(child, 'SIGSTOP');
      await client.send(Buffer.alloc(20_000, 'x'));
      await client.leave();
      process.kill(child, 'SIGCONT');
      await server.waitFor('the child to end', () => server.children().every(isZombie));
      return zombieStatus(child);
    });
    stage.show(mistake === undefined ? 'the reference ignores SIGPIPE' : 'SIGPIPE has its default action', [
      `child ${child} ended with ${status}`,
    ]);
    const expected = mistake === undefined ? 'status 1' : 'signal 13';
    stage.claim(
      status === expected,
      mistake === undefined ? 'write threw EPIPE, and the child exited by itself' : 'SIGPIPE (13) ended the child',
    );
  }
}

async function aCopyElsewhere(stage: Stage): Promise<void> {
  for (const mistake of [undefined, 'close-only']) {
    const server = await stage.start(SERVER, mistake === undefined ? {} : { mistake });
    const client = await stage.connect(server);
    await client.exchange(HELLO);
    const child = onlyChild(server);
    const pidfd = pidfdOpen(child);
    const copy = pidfdGetfd(pidfd, socketInodes(child).get(client.serverRow?.inode ?? 0) ?? -1);
    try {
      client.halfClose();
      await server.waitFor('the child to be reaped', () => server.children().length === 0);
      await server.quiet();
      client.pump();
      stage.show(mistake === undefined ? 'shutdown, then close' : 'close alone (close-only)', holders(server, client));
      if (mistake === undefined) stage.claim(client.ending === 'eof', 'the client has its end of file');
      else stage.claim(client.ending === 'open', 'with close alone it waits, for as long as the copy lives');
    } finally {
      close(copy);
      close(pidfd);
    }
  }
}

async function unread(stage: Stage): Promise<void> {
  for (const mistake of ['close-unread', undefined]) {
    const options = { args: ['--limit', '60000'], ...(mistake === undefined ? {} : { mistake }) };
    const server = await stage.start(SERVER, options);
    const client = await stage.connect(server, { receiveBuffer: 4096 });
    await client.send(Buffer.alloc(150_000, 'x'));
    await server.quiet();
    await server.waitFor('the end of the stream', () => {
      client.pump();
      return client.ending !== 'open';
    });
    const end = client.ending === 'reset' ? 'a reset' : 'end of file';
    stage.show(mistake === undefined ? 'the reference reads to the end first' : 'closed at once (close-unread)', [
      `${client.received.length} of 60000 bytes, then ${end}`,
    ]);
    if (mistake === undefined)
      stage.claim(client.received.length === 60_000 && client.ending === 'eof', 'all of it, and an orderly end');
    else
      stage.claim(
        client.received.length < 60_000 && client.ending === 'reset',
        'the rest is lost: the connection was reset',
      );
  }
}

async function chatLeaves(stage: Stage): Promise<void> {
  const ann = await stage.start(CHAT);
  const bob = await stage.launch(CHAT, { args: ['--connect', '--port', String(ann.port)] });
  ann.partner(bob);
  await ann.waitFor('two processes on each side', () => ann.processes().length === 2 && bob.processes().length === 2);
  await bob.quiet(); // its handlers are installed after the fork
  stage.show('before', [...processTable(ann), ...processTable(bob)]);
  bob.signal('SIGTERM');
  await bob.exit();
  await ann.exit();
  const left = [...ann.processes(), ...bob.processes()];
  stage.show(
    'after',
    left.length === 0 ? ['nobody'] : left.map(({ pid, ppid, state }) => `${pid} ppid ${ppid} state ${state}`),
  );
  stage.claim(left.length === 0, 'all four are gone');
}

/** Walkthrough of lesson 02: descriptors after fork, zombies, and a stop in good order. */
import { socketInodes } from '../../../src/kit/kernel/proc.ts';
import { tcpRows } from '../../../src/kit/kernel/tcp.ts';
import { processTable } from '../../../src/stage/evidence.ts';
import type { WalkStep } from '../../../src/stage/scene.ts';
import type { Stage } from '../../../src/stage/stage.ts';
import { endTogether, visits } from '../demo.ts';

const SERVER = 'server.ts';
const HELLO = Buffer.from('hello');

export const descriptors: WalkStep = {
  title: 'Who holds what after fork?',
  code: { file: SERVER, step: '02.1' },
  say: 'The server has accepted two clients, and forked twice. Each process has closed the descriptor that it does not need.',
  predict: { question: 'How many connections does the parent hold now?', choices: ['none', 'one', 'two'], answer: 0 },
  play: whoHoldsWhat,
  proves: 'After fork both processes hold both sockets; each closes the one that it does not use.',
};

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

export const zombies: WalkStep = {
  title: 'Three clients have left',
  code: { file: SERVER, step: '02.2' },
  say: 'Imagine the server without this handler: it never calls waitpid. Three clients have come, talked and left, and their children have called _exit.',
  predict: {
    question: 'What is left of the children?',
    choices: ['nothing', 'zombies', 'running processes'],
    answer: 1,
  },
  play: withoutWaitpid,
  proves: 'A child that has ended stays as a zombie until its parent has called waitpid for it.',
};

async function withoutWaitpid(stage: Stage): Promise<void> {
  const broken = await stage.start(SERVER, { mistake: 'no-reaping' });
  await visits(stage, broken, 3);
  stage.show('the server that does not reap', processTable(broken));
  stage.claim(broken.zombies().length === 3, 'three zombies');
  const reference = await stage.start(SERVER);
  await visits(stage, reference, 3);
  stage.show('the reference', processTable(reference));
  stage.claim(reference.children().length === 0, 'the reference has none');
}

export const oneSignal: WalkStep = {
  title: 'Ten at once',
  code: { file: SERVER, step: '02.2' },
  say: 'Imagine the handler without its loop: it calls waitpid once for each signal. The parent is stopped. Ten children end. The parent runs again.',
  predict: { question: 'How many zombies are left?', choices: ['none', 'five', 'eight or nine'], answer: 2 },
  play: tenAtOnce,
  proves:
    'For a standard signal like SIGCHLD the kernel keeps one bit, not a count: call waitpid until it returns null.',
};

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

export const orderlyStop: WalkStep = {
  title: 'SIGTERM while a child serves',
  code: { file: SERVER, step: '02.3' },
  say: 'One client is talking. The parent waits in accept and gets SIGTERM.',
  predict: {
    question: 'What happens to the client that is talking?',
    choices: ['it is cut off', 'the child serves it to its end'],
    answer: 1,
  },
  play: goodOrder,
  proves: 'EINTR brings accept back; the listener closes at once, and the parent waits for its children.',
};

async function goodOrder(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER);
  const client = await stage.connect(server);
  await client.exchange(HELLO);
  server.signal('SIGTERM');
  const listening = () => tcpRows().some((row) => row.state === 'LISTEN' && row.localPort === server.port);
  await server.waitFor('the port to close', () => !listening());
  await server.quiet();
  stage.show('after SIGTERM', processTable(server));
  stage.claim(!listening(), `port ${server.port} has no listener any more`);
  stage.claim(server.exited === null, 'the parent is alive and waits for its child');
  await client.exchange(Buffer.from('still there?'));
  stage.claim(client.received.toString().endsWith('still there?'), 'the client is still served');
  client.close();
  const exit = await server.exit();
  stage.claim(exit.code === 0, 'after the client has left, the parent exits with status 0');
}

/** Demos of lesson 02, on the reference and on its mistakes. */

import { isZombie } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { deadSockets, holders, holds, processTable } from '../../src/stage/evidence.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';

const SERVER = 'server.ts';
const HELLO = Buffer.from('hello');

export const scenes: readonly Scene[] = [
  { name: 'zombies', title: 'Children without a waitpid', play: zombies },
  { name: 'one-wait', title: 'Ten children end under one signal', play: oneWait },
  {
    name: 'kept-copy',
    title: 'A client that never gets its end of file',
    together: ['kept-copy', 'close-only'],
    play: keptCopy,
  },
];

async function zombies(stage: Stage): Promise<void> {
  const broken = await stage.start(SERVER, { mistake: 'no-reaping' });
  await visits(stage, broken, 3);
  stage.say('Three clients have come and gone, on a server that does not reap (no-reaping).');
  stage.show(`processes, parent ${broken.pid}`, processTable(broken));
  stage.claim(broken.zombies().length === 3, 'three children are in state Z: ended, and not reaped');

  const reference = await stage.start(SERVER);
  await visits(stage, reference, 3);
  stage.say('The same three visits to the reference, which reaps on SIGCHLD.');
  stage.show(`processes, parent ${reference.pid}`, processTable(reference));
  stage.claim(reference.children().length === 0, 'no child is left in any state');
}

async function oneWait(stage: Stage): Promise<void> {
  for (const [mistake, expected] of [['one-wait', 9] as const, [undefined, 0] as const]) {
    const server = await stage.start(SERVER, mistake === undefined ? {} : { mistake });
    const { pending } = await endTogether(stage, server, 10);
    stage.say(
      mistake === undefined
        ? 'The reference calls waitpid in a loop until it returns null. Again ten children have ended together.'
        : 'Ten children have ended while the parent was stopped (SIGSTOP). Its handler calls waitpid once (one-wait).',
    );
    stage.show(`processes, parent ${server.pid}, once it runs again`, processTable(server));
    stage.claim(pending, 'while it was stopped, SIGCHLD was pending: one bit for ten children');
    stage.claim(server.zombies().length === expected, `${expected} zombies are left`);
  }
}

async function keptCopy(stage: Stage): Promise<void> {
  const broken = await stage.start(SERVER, { mistake: ['kept-copy', 'close-only'] });
  const ann = await lastWords(stage, broken);
  stage.say(
    'Ann has ended her direction. Her child has closed its descriptor and is gone; the parent kept its copy (kept-copy).',
  );
  stage.show('descriptors of the connection', holders(broken, ann));
  stage.claim(broken.children().length === 0, 'the child is gone');
  stage.claim(holds(broken.pid, ann), 'the parent still holds the connection');
  stage.claim(ann.ending === 'open', 'Ann still waits for her end of file: no FIN was sent');

  const louder = await stage.start(SERVER, { mistake: 'kept-copy' });
  const eve = await lastWords(stage, louder);
  stage.say('The same parent, with a child that calls shutdown before it closes.');
  stage.show('descriptors of the connection', holders(louder, eve));
  stage.claim(eve.ending === 'eof', 'Eve has her end of file: shutdown acts although the parent holds the connection');
  stage.claim(deadSockets(louder) === 1, 'the parent still holds a descriptor of a connection that is over');

  const reference = await stage.start(SERVER);
  const bob = await lastWords(stage, reference);
  stage.say('The reference: the parent closes its copy right after the fork.');
  stage.show('descriptors of the connection', holders(reference, bob));
  stage.claim(bob.ending === 'eof', 'Bob has his end of file');
  stage.claim(deadSockets(reference) === 0, 'the parent holds nothing but its listener');
}

/** `count` clients connect, get an echo and leave; returns when their children have ended and the server sleeps. */
export async function visits(stage: Stage, server: ObservedProgram, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const client = await stage.connect(server);
    await client.exchange(HELLO);
    client.close();
    await server.waitFor('the child to end', () => server.children().every(isZombie));
  }
  await server.quiet();
}

/** Ends `count` children while the parent is stopped, then lets it run; returns whether SIGCHLD was pending. */
export async function endTogether(stage: Stage, server: ObservedProgram, count: number): Promise<{ pending: boolean }> {
  const clients: Peer[] = [];
  for (let i = 0; i < count; i++) {
    const client = await stage.connect(server);
    await client.exchange(HELLO);
    clients.push(client);
  }
  const pending = await server.frozen(async () => {
    for (const client of clients) client.close();
    await server.waitFor('all children to end', () => server.children().every(isZombie));
    return server.hasPending('SIGCHLD');
  });
  await server.quiet();
  return { pending };
}

/** A client that gets an echo, ends its direction and reads on; returns when its child has been reaped. */
export async function lastWords(stage: Stage, server: ObservedProgram): Promise<Peer> {
  const client = await stage.connect(server);
  await client.exchange(HELLO);
  client.halfClose();
  await server.waitFor('the child to be reaped', () => server.children().length === 0);
  await server.quiet();
  client.pump();
  return client;
}

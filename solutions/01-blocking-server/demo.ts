/** Demos of lesson 01, on the reference and on two of its mistakes. */

import { hasSignal } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { claimBlockedIn, descriptorOf, isIn, portTable, socketTable, words } from '../../src/stage/evidence.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';

const SIGPIPE = 13;

export const scenes: readonly Scene[] = [
  { name: 'queue', title: 'A client is connected before the server accepts it', play: queue },
  {
    name: 'time-wait',
    title: 'The side that closes first keeps TIME_WAIT, and what SO_REUSEADDR changes',
    play: timeWait,
  },
  { name: 'sigpipe', title: 'A client that closes too early, and a signal that ends the server', play: sigpipe },
];

async function queue(stage: Stage): Promise<void> {
  const server = await stage.start('server.ts');
  const ann = await stage.connect(server);
  await ann.exchange(Buffer.from('hello from Ann'));
  const bob = await stage.connect(server);
  await bob.send(Buffer.from('hello from Bob'));
  await server.quiet();

  stage.say('Ann is connected and has had an echo. She stays. Bob connects too, and writes 14 bytes.');
  const names = { Ann: ann, Bob: bob };
  stage.show(`the kernel's TCP sockets, port ${server.port}`, socketTable(server, names));
  stage.claim(
    bob.row?.state === 'ESTABLISHED' && bob.serverRow?.state === 'ESTABLISHED',
    "both ends of Bob's connection are ESTABLISHED: the kernel has done the handshake",
  );
  stage.claim(bob.serverRow?.inode === 0, "the server's end has no descriptor yet: its inode is 0");
  stage.claim(server.listener()?.rxQueue === 1, "one connection waits in the listener's queue");
  stage.claim(bob.serverRow?.rxQueue === 14, "Bob's 14 bytes have arrived, and wait in the kernel");
  claimBlockedIn(stage, server, `read(${descriptorOf(server, ann)})`, "the server sleeps in read, on Ann's descriptor");

  ann.close();
  await bob.expect(Buffer.from('hello from Bob'));
  await server.quiet();
  stage.say('Ann leaves. The server reads end of file, closes, and comes back to accept.');
  stage.show(`the kernel's TCP sockets, port ${server.port}`, socketTable(server, names));
  stage.claim((bob.serverRow?.inode ?? 0) > 0, "the server's end of Bob's connection has a descriptor now");
  stage.claim(server.listener()?.rxQueue === 0, 'the queue is empty');
  stage.claim(bob.received.toString() === 'hello from Bob', 'the waiting bytes have been read: Bob has his echo');
}

async function timeWait(stage: Stage): Promise<void> {
  const first = await stage.start('server.ts');
  const { port } = first;
  const ann = await stage.connect(first);
  await ann.exchange(Buffer.from('hello'));
  ann.close();
  await first.waitFor('TIME_WAIT', () => isIn(ann.port, port, 'TIME_WAIT') && ann.serverRow === null);
  stage.say('Ann closes first, then the server closes its end.');
  stage.show(`the kernel's TCP sockets, port ${port}`, socketTable(first, { Ann: ann }));
  stage.claim(
    isIn(ann.port, port, 'TIME_WAIT') && ann.serverRow === null,
    "TIME_WAIT is on Ann's side, and nothing is left on the server's",
  );

  const bob = await stage.connect(first);
  await bob.exchange(Buffer.from('hello'));
  await serverClosesFirst(first, bob);
  stage.say("Bob is connected when the server is killed: the kernel closes the server's end first. Then Bob closes.");
  stage.show(`the kernel's TCP sockets, port ${port}`, portTable(port));
  stage.claim(isIn(port, bob.port, 'TIME_WAIT'), `TIME_WAIT is on the server's side: it holds port ${port}`);

  const broken = await stage.launch('server.ts', { mistake: 'no-reuseaddr', args: ['--port', String(port)] });
  const exit = await broken.exit();
  stage.say('Now a server that sets SO_REUSEADDR after bind (no-reuseaddr) is started on the same port.');
  stage.show(`server.ts --port ${port}, with the mistake`, [...words(broken), describeExit(exit)]);
  stage.claim(
    exit.code === 1 && broken.log.some((line) => line.includes('bind') && line.includes('EADDRINUSE')),
    'bind said EADDRINUSE, and the server ended with status 1',
  );
  stage.claim(isIn(port, bob.port, 'TIME_WAIT'), 'the old connection is still in TIME_WAIT');

  const again = await stage.start('server.ts', { args: ['--port', String(port)] });
  stage.say('Now the reference is started at once on the same port: it sets the option before bind.');
  stage.show(`the kernel's TCP sockets, port ${port}`, portTable(port));
  stage.claim(
    again.port === port && isIn(port, bob.port, 'TIME_WAIT'),
    'it listens, beside the connection in TIME_WAIT',
  );
}

async function sigpipe(stage: Stage): Promise<void> {
  stage.say(
    'A client sends 20,000 bytes to a server that is stopped, and closes. The server goes on: it reads 4,096 bytes at a time and writes them back to a client that has gone.',
  );
  const reference = await hastyClient(stage);
  stage.show('the reference', fate(reference));
  stage.claim(
    reference.exited === null && reference.log.some((line) => line.includes('EPIPE')),
    'it ignores SIGPIPE: write threw EPIPE, and the server lives',
  );
  const next = await stage.connect(reference);
  await next.exchange(Buffer.from('still there?'));
  stage.claim(next.received.length === 12, 'the next client gets its echo');

  const broken = await hastyClient(stage, 'sigpipe');
  stage.show('without signal(SIGPIPE, SIG_IGN) (sigpipe)', fate(broken));
  stage.claim(broken.exited?.signal === 'SIGPIPE', 'the same write raised SIGPIPE, which killed the server');
  stage.claim(
    !broken.log.some((line) => line.includes('lost')),
    'the signal came before any log line: the log just stops',
  );
}

/** A server, with or without a mistake, after a client that sent 20,000 bytes and closed without reading. */
export async function hastyClient(stage: Stage, mistake?: string): Promise<ObservedProgram> {
  const server = await stage.start('server.ts', mistake === undefined ? {} : { mistake });
  const hasty = await stage.connect(server);
  await hasty.exchange(Buffer.from('hello'));
  await server.frozen(async () => {
    await hasty.send(Buffer.alloc(20_000, 'x'));
    await hasty.leave();
  });
  await server.quiet();
  return server;
}

/** The log of a server, how it ended, and while it lives whether it ignores SIGPIPE. */
export function fate(server: ObservedProgram): string[] {
  const ignores = hasSignal(server.pid, 'SigIgn', SIGPIPE);
  const alive = `is alive, SIGPIPE ${ignores ? 'is in' : 'is not in'} SigIgn of /proc/${server.pid}/status`;
  return [...words(server), `${server.pid} ${server.exited === null ? alive : describeExit(server.exited)}`];
}

/** Kills the server, then closes its client, and waits until only the server's TIME_WAIT is left. */
export async function serverClosesFirst(server: ObservedProgram, client: Peer): Promise<void> {
  server.signal('SIGKILL');
  await server.exit();
  client.close();
  const only = () => isIn(server.port, client.port, 'TIME_WAIT') && client.row === null;
  await server.waitFor('TIME_WAIT', only, { alive: false });
}

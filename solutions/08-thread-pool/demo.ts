/** The scenes of lesson 08, on the reference and on some of its known mistakes. */

import { blockedIn, socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder, makeBig, train } from '../../src/stage/train-files.ts';

export const SERVER = 'server.ts';
export const TRY = 'try.ts';
const BIG = 50e6;

export const scenes: readonly Scene[] = [
  { name: 'asleep', title: 'Four threads, one job', play: asleep },
  { name: 'while', title: 'A wake-up without a job: if against while', play: spurious },
  { name: 'full', title: "A full queue, and the listener's queue behind it", play: full },
  { name: 'stop', title: 'A stop, with one transfer under way and one silent client', play: stop },
];

/** The pool's threads, by the line that each writes when it starts. */
export const threadsOf = (server: ObservedProgram): number[] =>
  [...server.log, ...server.output.out.split('\n')].flatMap((line) => {
    const tid = /thread (\d+)(?: starts)?$/.exec(line)?.[1];
    return tid === undefined ? [] : [Number(tid)];
  });

/** The main thread and the pool's threads, and the call in which each sleeps. */
export function threadTable(server: ObservedProgram): string[] {
  const pool = threadsOf(server).map((tid) => `thread ${tid}  ${blockedIn(tid) ?? 'asleep'}`);
  return [`main   ${server.pid}  ${server.blockedIn() ?? 'asleep'}`, ...pool];
}

/** Starts try.ts with `count` threads and waits until they sleep. */
export async function sleepers(
  stage: Stage,
  count: number,
  args: readonly string[],
  mistake?: string,
): Promise<ObservedProgram> {
  const program = await stage.launch(TRY, {
    args: ['--threads', String(count), ...args],
    ...(mistake === undefined ? {} : { mistake }),
  });
  await program.waitFor('the threads', () => threadsOf(program).length === count);
  await program.quiet();
  return program;
}

export const takes = (program: ObservedProgram): string[] =>
  program.output.out.split('\n').filter((line) => line.includes(' takes '));

async function asleep(stage: Stage): Promise<void> {
  const program = await sleepers(stage, 4, ['--hold']);
  stage.say('Four threads wait on one condition, and no job comes.');
  stage.show('before', threadTable(program));
  const calls = threadsOf(program).map((tid) => blockedIn(tid) ?? 'futex');
  stage.claim(
    calls.every((call) => call.startsWith('futex')),
    'all four sleep in futex(2) and use no CPU time',
  );
  program.stdin?.write('offer 1\n');
  await program.waitFor('a thread to take it', () => takes(program).length === 1);
  await program.quiet();
  stage.show('one job, one signal', [...takes(program), ...threadTable(program)]);
  const still = threadsOf(program).filter((tid) => (blockedIn(tid) ?? 'futex').startsWith('futex')).length;
  stage.claim(still === 3, 'one thread woke up, and three still sleep');
}

async function spurious(stage: Stage): Promise<void> {
  for (const mistake of ['if-for-while', undefined]) {
    const program = await sleepers(stage, 3, [], mistake);
    program.stdin?.write('wake\n');
    await program.quiet();
    const said = program.output.out.split('\n').filter((line) => line.includes('takes') || line.includes('leaves'));
    stage.say(
      mistake === undefined
        ? 'The reference waits in a while: each thread looks again after its wake-up.'
        : 'Three threads wait, and a broadcast comes without a job. These threads wait in an if (if-for-while).',
    );
    stage.show('the threads', said.length === 0 ? ['nothing'] : said);
    if (mistake === undefined) stage.claim(said.length === 0, 'all three look, find no job, and sleep again');
    else stage.claim(said.length === 3, 'all three go on without a job');
  }
}

/** A client that has asked for a big file and reads nothing. */
export async function stalled(stage: Stage, server: ObservedProgram): Promise<Peer> {
  const client = await stage.connect(server, { receiveBuffer: 4096 });
  await client.send(train('big'));
  return client;
}

export const owns = (server: ObservedProgram, client: Peer): boolean =>
  socketInodes(server.pid).has(client.serverRow?.inode ?? -1);

async function full(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    makeBig(folder, BIG);
    const server = await stage.start(SERVER, { args: ['--dir', folder, '--threads', '1', '--queue', '2'] });
    stage.say('One thread, a queue for two. Six clients ask for a big file and do not read.');
    const clients: Peer[] = [];
    for (let i = 0; i < 6; i++) {
      clients.push(await stalled(stage, server));
      await server.quiet();
    }
    stage.show('threads and queues', [
      ...threadTable(server),
      `accepted: ${clients.filter((client) => owns(server, client)).length}`,
      `in the listener's queue: ${server.listener()?.rxQueue ?? 0}`,
    ]);
    stage.claim(
      clients.filter((client) => owns(server, client)).length === 3,
      "three are accepted: one is served, two wait in the pool's queue",
    );
    stage.claim(server.listener()?.rxQueue === 3, "three wait in the listener's queue, and the main thread sleeps");
  });
}

async function stop(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    makeBig(folder, BIG);
    const server = await stage.start(SERVER, { args: ['--dir', folder, '--threads', '2'] });
    const reader = await stalled(stage, server);
    const silent = await stage.connect(server);
    await server.quiet();
    stage.say('One transfer of 50 MB is under way, another client sends nothing. The server gets SIGTERM.');
    stage.show('before', threadTable(server));
    server.signal('SIGTERM');
    await server.waitFor('the silent client to see the end', () => {
      silent.pump();
      return silent.ending !== 'open';
    });
    stage.claim(true, 'shutdown(fd, SHUT_RD) wakes the thread in recv: the silent client sees the end');
    await server.waitFor(
      'the whole file',
      () => {
        reader.pump();
        return reader.ending !== 'open';
      },
      { alive: false },
    );
    const exit = await server.exit();
    stage.show('after', [`the reader has ${reader.received.length} bytes`, `the server ${describeExit(exit)}`]);
    stage.claim(
      reader.received.length > BIG && exit.code === 0,
      'the other client gets its whole file; then the server exits',
    );
  });
}

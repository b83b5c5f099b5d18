/** The scenes of lesson 07, on the reference and on some of its known mistakes. */

import { until } from '../../src/host/wait.ts';
import { cpuTime, isZombie, processInfo, socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { holders, holds, processTable } from '../../src/stage/evidence.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder, makeBig, train } from '../../src/stage/train-files.ts';

export const SERVER = 'server.ts';
export const TRY = 'try.ts';
const BIG = 50e6;

export const scenes: readonly Scene[] = [
  { name: 'passing', title: 'One connection, two descriptor numbers', play: passing },
  { name: 'waiting', title: 'Three clients, two workers', play: waiting },
  { name: 'killed', title: 'Workers die: idle, busy, and with a connection in the channel', play: killed },
  { name: 'siblings', title: 'A forgotten copy hides the end of a channel', play: siblings },
  { name: 'exits', title: 'Two ways to exit, each with a transfer under way', play: exits },
];

export const workersOf = (server: ObservedProgram): number[] =>
  server
    .children()
    .filter((child) => !isZombie(child))
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);

/** The worker that holds this connection; undefined while none does. */
export const workerFor = (server: ObservedProgram, client: Peer): number | undefined =>
  workersOf(server).find((pid) => holds(pid, client));

async function passing(stage: Stage): Promise<void> {
  stage.say(
    'A parent accepts a connection, and passes it to its worker with sendmsg and SCM_RIGHTS. Then it closes its own descriptor.',
  );
  const server = await stage.start(TRY);
  const client = await stage.connect(server);
  await server.waitFor('the greeting', () => {
    client.pump();
    return client.received.includes('\n');
  });
  await server.quiet();
  const inode = client.serverRow?.inode ?? 0;
  const passed = server.log.find((line) => line.includes('passes fd'))?.replace(/^\d+ /, '') ?? '';
  stage.show('the parent, the worker, the kernel', [
    `parent ${server.pid}: ${passed}`,
    client.received.toString().trim(),
    ...holders(server, client),
  ]);
  const [worker = 0] = workersOf(server);
  stage.claim(
    socketInodes(worker).has(inode),
    'the worker holds the connection: the same inode, under a number of its own',
  );
  stage.claim(!holds(server.pid, client), 'the parent has closed its copy, and the connection stays open');
}

/** A client that has asked for a big file and reads nothing. */
export async function stalled(stage: Stage, server: ObservedProgram): Promise<Peer> {
  const client = await stage.connect(server, { receiveBuffer: 4096 });
  await client.send(train('big'));
  return client;
}

/** A pool whose workers are all busy with clients that do not read. */
export async function busyPool(
  stage: Stage,
  folder: string,
  count: number,
  mistake?: string,
): Promise<{ server: ObservedProgram; clients: Peer[] }> {
  makeBig(folder, BIG);
  const server = await stage.start(SERVER, {
    args: ['--dir', folder, '--workers', String(count)],
    ...(mistake === undefined ? {} : { mistake }),
  });
  const clients: Peer[] = [];
  for (let i = 0; i < count; i++) {
    const client = await stalled(stage, server);
    await server.waitFor('a worker', () => workerFor(server, client));
    clients.push(client);
  }
  return { server, clients };
}

export function queueLines(server: ObservedProgram, client: Peer): string[] {
  return [
    ...processTable(server),
    `listener: ${server.listener()?.rxQueue ?? 0} in its accept queue`,
    `third client: ${client.serverRow?.state ?? 'gone'}, ${(client.serverRow?.inode ?? 0) === 0 ? 'not accepted' : 'accepted'}`,
  ];
}

async function waiting(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    stage.say('Two workers are busy with clients that do not read. A third client connects and asks for a file.');
    const { server, clients } = await busyPool(stage, folder, 2);
    const third = await stalled(stage, server);
    await server.quiet();
    stage.show('the pool', queueLines(server, third));
    stage.claim(
      (third.serverRow?.inode ?? 1) === 0,
      "it waits in the listener's queue: established, and no process has a descriptor for it",
    );
    const freed = workerFor(server, clients[1] as Peer);
    clients[1]?.reset();
    await server.waitFor('a worker for the third client', () => workerFor(server, third));
    stage.show('the second client has reset its connection', holders(server, third));
    stage.claim(workerFor(server, third) === freed, `worker ${freed}, which has become free, serves it`);
  });
  await spins(stage);
}

/** A parent that goes on watching the listener while it accepts nothing. */
export async function spins(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    const { server } = await busyPool(stage, folder, 2, 'spin');
    const before = processInfo(server.pid);
    await stalled(stage, server);
    const first = cpuTicks(server.pid);
    const burns = await until(() => cpuTicks(server.pid) - first > 20, 10_000);
    stage.show('the listener stays in the interest list (spin)', [
      `parent ${server.pid}: state ${before?.state ?? '?'} before; since then it has used ${(cpuTicks(server.pid) - first) * 10} ms of CPU time, and goes on`,
    ]);
    stage.claim(
      burns === true,
      'the waiting connection keeps the listener readable: epoll_wait returns at once, each time',
    );
  });
}

function cpuTicks(pid: number): number {
  return Math.round(cpuTime(pid) / 1e7);
}

async function killed(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    makeBig(folder, BIG);
    const server = await stage.start(SERVER, { args: ['--dir', folder, '--workers', '2'] });
    await server.quiet();
    const [idle] = workersOf(server);
    await dies(stage, server, idle, 'an idle worker is killed');
    const client = await stalled(stage, server);
    await server.waitFor('a worker', () => workerFor(server, client));
    await dies(stage, server, workerFor(server, client), 'a busy worker is killed');
    await server.waitFor('the end for its client', () => {
      client.pump();
      return client.ending !== 'open';
    });
    stage.claim(true, `its client sees the ${client.ending === 'eof' ? 'end of the stream' : 'reset'}`);
    await inFlight(stage, server);
  });
}

async function dies(stage: Stage, server: ObservedProgram, victim: number | undefined, title: string): Promise<void> {
  if (!victim) throw new Error('there is no worker to kill');
  const before = server.log.length;
  process.kill(victim, 'SIGKILL');
  await server.waitFor('another worker', () => processInfo(victim) === null && workersOf(server).length === 2);
  await server.quiet();
  stage.show(
    title,
    server.log.slice(before).map((line) => line.replace(/^\d+ /, '')),
  );
  stage.claim(server.zombies().length === 0, `worker ${victim} is reaped, and a new worker replaces it`);
}

/** A stopped worker is passed a connection, and killed before it can receive it. */
export async function inFlight(stage: Stage, server: ObservedProgram): Promise<void> {
  for (const pid of workersOf(server)) process.kill(pid, 'SIGSTOP');
  const client = await stage.connect(server);
  await server.waitFor(
    'the parent to pass the connection and close its copy',
    () => (client.serverRow?.inode ?? 0) > 0 && !holds(server.pid, client),
  );
  stage.show('passed, and not received yet', holders(server, client));
  for (const pid of workersOf(server)) process.kill(pid, 'SIGKILL');
  await until(() => {
    client.pump();
    return client.ending !== 'open';
  }, 10_000);
  stage.claim(
    client.ending !== 'open',
    "the worker's end of the channel closes, the kernel closes the connection in it, and the client sees the end",
  );
}

async function siblings(stage: Stage): Promise<void> {
  for (const mistake of ['siblings', undefined]) {
    const server = await stage.start(TRY, { args: ['--idle', '3'], ...(mistake === undefined ? {} : { mistake }) });
    await server.quiet();
    stage.say(
      mistake === undefined
        ? 'The reference: each worker closes all of these copies.'
        : "Three workers, made one after the other. Each fork copies the parent's ends of the channels that exist already, and this program does not close the copies (siblings). The last worker is stopped, as if a client held it up. Then the parent is killed.",
    );
    const last = workersOf(server).at(-1);
    if (last === undefined) throw new Error('there is no worker to stop');
    process.kill(last, 'SIGSTOP');
    await server.waitFor('the last worker to stop', () => processInfo(last)?.state === 'T');
    process.kill(server.pid, 'SIGKILL');
    const left = (): number =>
      server.processes().filter(({ pid, state }) => ![server.pid, last].includes(pid) && state !== 'Z').length;
    if (mistake === undefined) await server.waitFor('the others to exit', () => left() === 0, { alive: false });
    await server.quiet();
    stage.show('workers without a parent', [`${left()} of 2 still sleep in read`]);
    if (mistake === undefined) stage.claim(left() === 0, 'each saw the end of its channel');
    else stage.claim(left() === 2, 'they see no end: the last worker holds copies of the ends that should have closed');
  }
}

async function exits(stage: Stage): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    await inFolder(async (folder) => {
      const { server, clients } = await busyPool(stage, folder, 1);
      const client = clients[0] as Peer;
      stage.say(`A transfer of 50 MB is under way. The parent gets ${signal}.`);
      server.signal(signal);
      await server.waitFor('the listener to be closed', () => server.listener() === null, { alive: false });
      if (signal === 'SIGTERM') client.halfClose();
      await server.waitFor(
        'the end of the stream',
        () => {
          client.pump();
          return client.ending !== 'open';
        },
        { alive: false },
      );
      const exit = await server.exit();
      stage.show(`after ${signal}`, [
        `the client has ${client.received.length} bytes`,
        `the server ${describeExit(exit)}`,
      ]);
      if (signal === 'SIGTERM')
        stage.claim(client.received.length > BIG, 'the transfer is completed, then the pool exits');
      else stage.claim(client.received.length < BIG, 'the transfer breaks off: all processes exit at once');
    });
  }
}

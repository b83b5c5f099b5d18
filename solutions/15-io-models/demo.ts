/** The scenes of lesson 15, on the reference and on some of its mistakes. */
import { ioUringProblem, prlimit, RLIMIT_SIGPENDING } from '#sys';
import { statusField } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { acknowledged, ended, gathered, MODELS, type Model, type Senders, whereItSleeps } from './demo-models.ts';
import { costTable } from './demo-table.ts';

export const PROACTOR = 'proactor.ts';

export const scenes: readonly Scene[] = [
  { name: 'table', title: 'System calls, sleeps and CPU time of the five models', play: withRings(costTable) },
  {
    name: 'signatures',
    title: 'Where each model sleeps, in which call, with which flags',
    play: withRings(signatures),
  },
  { name: 'sigio', title: 'Nine arrivals, one SIGIO; and nine real-time signals', play: counted },
  { name: 'overflow', title: 'No more real-time signals can be queued', play: overflow },
  { name: 'aio', title: 'The hidden threads of aio_read', play: hiddenThreads },
  { name: 'port', title: 'A listener is closed while its accept goes on', play: withRings(portStaysOpen) },
  { name: 'buffers', title: '20 clients and two buffers', play: withRings(twoBuffers) },
];

/** A scene that needs io_uring says so where there is none. */
function withRings(play: (stage: Stage) => Promise<void>): (stage: Stage) => Promise<void> {
  return async (stage) => {
    const problem = ioUringProblem();
    if (problem === null) await play(stage);
    else stage.say(`This scene needs io_uring: ${problem}.`);
  };
}

export async function signatures(stage: Stage): Promise<void> {
  for (const model of MODELS) {
    const { program, senders } = await gathered(stage, model);
    if (model.spins === true || model.args !== undefined)
      await program.waitFor('a look at it', () => program.blockedIn() !== null);
    else await program.quiet();
    stage.show(model.name, whereItSleeps(program, senders));
    await ended(program, senders);
  }
}

const SIGIO_MODEL = MODELS.find(({ file }) => file === 'sigio.ts') as Model;
const REALTIME = MODELS.find(({ file }) => file === 'realtime.ts') as Model;
const AIO = MODELS.find(({ file }) => file === 'aio.ts') as Model;

/** Each sender sends three lines, one segment each, while the program is stopped. */
export function burst(program: ObservedProgram, senders: Senders): Promise<number> {
  return program.frozen(async () => {
    const before = queued(program);
    for (const number of [1, 2, 3]) for (const sender of senders) sender.offer(Buffer.from(`${number}\n`));
    await program.waitFor('the lines to arrive', () => senders.every((sender) => sender.serverRow?.rxQueue === 6));
    return queued(program) - before;
  });
}

/** Signals in the queue of the program's user. proc_pid_status(5) "SigQ" */
const queued = ({ pid }: ObservedProgram): number => Number(statusField(pid, 'SigQ')?.split('/')[0]);

export async function counted(stage: Stage): Promise<void> {
  for (const model of [SIGIO_MODEL, REALTIME]) {
    const { program, senders } = await gathered(stage, model);
    await program.quiet();
    const signals = await burst(program, senders);
    const all = await everyAck(senders, [1, 2, 3]);
    stage.show(model.name, [
      `9 arrivals while it was stopped, ${signals} signal${signals === 1 ? '' : 's'} in the queue (SigQ)`,
    ]);
    stage.claim(
      model === SIGIO_MODEL ? signals < 9 : signals > 3,
      model === SIGIO_MODEL ? 'one SIGIO stands for many arrivals' : 'a real-time signal for each arrival',
    );
    stage.claim(all, 'all nine lines are acknowledged');
    await ended(program, senders);
  }
}

export async function everyAck(senders: readonly Peer[], numbers: readonly number[]): Promise<boolean> {
  let all = true;
  for (const sender of senders) all = (await acknowledged(sender, numbers)) && all;
  return all;
}

export async function overflow(stage: Stage): Promise<void> {
  for (const mistake of [undefined, 'overflow-ignored']) {
    const { program, senders } = await gathered(stage, REALTIME, mistake === undefined ? {} : { mistake });
    await program.quiet();
    const { hard } = prlimit(program.pid, RLIMIT_SIGPENDING);
    await program.frozen(() => {
      prlimit(program.pid, RLIMIT_SIGPENDING, { soft: 0, hard });
      for (const sender of senders) sender.offer(Buffer.from('1\n'));
      prlimit(program.pid, RLIMIT_SIGPENDING, { soft: hard, hard });
    });
    const all = await everyAck(senders, [1]);
    stage.show(mistake ?? 'the reference', [
      'the limit for queued signals was 0 when three lines arrived: the kernel sent SIGIO in place of the signal',
      all ? 'all three lines are acknowledged' : 'lines are there, and nobody reads them',
    ]);
    stage.claim(
      all === (mistake === undefined),
      mistake === undefined ? 'SIGIO makes it ask everybody' : 'without that the lines are never read',
    );
    await ended(program, senders);
  }
}

export async function hiddenThreads(stage: Stage): Promise<void> {
  const { program, senders } = await gathered(stage, AIO);
  await program.quiet();
  const lines = whereItSleeps(program, senders);
  stage.show('aio_read of libc, three sockets', lines);
  stage.claim(
    lines.filter((line) => line.includes('thread')).length === 3,
    'three more threads, each asleep in a blocking read of one socket: model 1 with the threads hidden',
  );
  await ended(program, senders);
}

export async function portStaysOpen(stage: Stage): Promise<void> {
  for (const mistake of ['accept-goes-on', undefined]) {
    const server = await stage.start(PROACTOR, mistake === undefined ? {} : { mistake });
    const client = await stage.connect(server);
    await client.exchange(Buffer.from('hello'));
    server.signal('SIGTERM');
    await client.expectEnd('any').catch(() => {});
    await server.quiet();
    const open =
      server.exited === null &&
      (await stage.connect(server).then(
        () => true,
        () => false,
      ));
    stage.show(mistake === undefined ? 'cancelled, then closed' : 'only closed', [
      `after SIGTERM a new client ${open ? 'is still accepted' : 'is refused'}`,
    ]);
    if (mistake === undefined) stage.claim(!open, 'the accept was cancelled: the port is closed');
    else stage.claim(open, 'the accept is under way and holds the listener: close has ended a number, not the socket');
  }
}

export async function twoBuffers(stage: Stage): Promise<void> {
  for (const mistake of [undefined, 'starves']) {
    const server = await stage.start(PROACTOR, {
      args: ['--buffers', '2'],
      ...(mistake === undefined ? {} : { mistake }),
    });
    const clients: Peer[] = [];
    for (let i = 0; i < 20; i++) clients.push(await stage.connect(server));
    for (const client of clients)
      await server.waitFor('the connection to be accepted', () => (client.serverRow?.inode ?? 0) > 0);
    await server.frozen(() => {
      for (const client of clients) client.offer(Buffer.from('hello'));
    });
    let served = 0;
    for (const client of clients)
      served += await client.expect(Buffer.from('hello')).then(
        () => 1,
        () => 0,
      );
    stage.show(mistake ?? 'the reference', [`20 messages at once, two buffers: ${served} came back`]);
    stage.claim(
      mistake === undefined ? served === 20 : served < 20,
      mistake === undefined
        ? 'a client without a buffer waits for one'
        : 'ENOBUFS taken for an error of the connection',
    );
  }
}

/** The scenes of lesson 14, on the reference and on some of its known mistakes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../src/host/wait.ts';
import { commandLine, isZombie, processInfo, socketInodes, statusField } from '../../src/kit/kernel/proc.ts';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { Scene } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder } from '../../src/stage/train-files.ts';

const SERVER = 'server.ts';
const PATIENCE_MS = 20_000;

export const scenes: readonly Scene[] = [
  { name: 'herd', title: 'One connection, four workers: how many wake?', play: herd },
  { name: 'queues', title: 'A worker dies: what becomes of the connections that wait?', play: queues },
  { name: 'stop', title: 'A stopped worker is not dead, a killed one is replaced', play: stopAndKill },
  { name: 'reload', title: 'New settings, while a client is in the middle of its answer', play: reload },
  { name: 'orphans', title: 'The master is killed', play: orphans },
];

interface Cast {
  readonly settings?: readonly string[];
  readonly way?: 'shared' | 'reuseport';
  readonly mistake?: string;
}

/** A service whose workers serve. */
export async function service(
  stage: Stage,
  folder: string,
  { settings = ['workers = 2'], way = 'shared', mistake }: Cast = {},
): Promise<ObservedProgram> {
  const file = writeSettings(folder, settings);
  const args = ['--config', file, '--listener', way];
  const server = await stage.start(SERVER, { args, childListens: true, ...(mistake === undefined ? {} : { mistake }) });
  await server.waitFor('the line "listening"', () => server.output.out.includes('listening'));
  await server.quiet();
  return server;
}

export function writeSettings(folder: string, settings: readonly string[]): string {
  const file = join(folder, 'greeter.conf');
  writeFileSync(file, settings.map((line) => `${line}\n`).join(''));
  return file;
}

export const workersOf = (server: ObservedProgram): number[] =>
  server
    .children()
    .filter((child) => !isZombie(child))
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);

export function table(server: ObservedProgram): string[] {
  return [server.pid, ...workersOf(server)].map((pid) => {
    const info = processInfo(pid);
    return `${pid}  ${info?.state ?? '-'}  ${commandLine(pid).trim()}`;
  });
}

export async function ask(stage: Stage, server: ObservedProgram, target = '/'): Promise<Peer> {
  const peer = await stage.connect(server, { receiveBuffer: 4096 });
  await peer.send(Buffer.from(`GET ${target} HTTP/1.1\r\n\r\n`));
  return peer;
}

/** The text of an answer without its head. */
export async function bodyOf(peer: Peer): Promise<string> {
  await peer.expectEnd('any');
  const text = peer.received.toString('latin1');
  peer.close(); // the worker waits for the client's end
  return text.slice(text.indexOf('\r\n\r\n') + 4).trim();
}

const switches = (pid: number): string | null => statusField(pid, 'voluntary_ctxt_switches');

/** The number of workers that one connection wakes, four times. */
export async function wakes(stage: Stage, server: ObservedProgram): Promise<number[]> {
  const counts: number[] = [];
  for (let i = 0; i < 4; i++) {
    const before = new Map(workersOf(server).map((pid) => [pid, switches(pid)]));
    const peer = await stage.connect(server);
    await server.waitFor('accept', () => (peer.serverRow?.inode ?? 0) > 0);
    await server.quiet();
    counts.push(workersOf(server).filter((pid) => switches(pid) !== before.get(pid)).length);
  }
  return counts;
}

async function herd(stage: Stage): Promise<void> {
  stage.say(
    'Four workers sleep in epoll_wait. A client connects. The context switches of each worker say who has run.',
  );
  for (const [title, cast] of [
    ['one listener, plain', { mistake: 'herd' }],
    ['one listener, EPOLLEXCLUSIVE', {}],
    ['SO_REUSEPORT: one listener each', { way: 'reuseport' }],
  ] as const)
    await inFolder((folder) => herdOf(stage, folder, title, cast));
}

export async function herdOf(stage: Stage, folder: string, title: string, cast: Cast): Promise<void> {
  const server = await service(stage, folder, { settings: ['workers = 4'], ...cast });
  const counts = await wakes(stage, server);
  stage.show(title, [`workers that woke for each of four connections: ${counts.join(' ')}`]);
  if (cast.mistake === undefined)
    stage.claim(
      counts.every((count) => count === 1),
      'each connection wakes one worker',
    );
  else
    stage.claim(
      counts.every((count) => count > 1),
      'each connection wakes several, and all but one wake in vain',
    );
  await server.end();
}

async function queues(stage: Stage): Promise<void> {
  for (const way of ['reuseport', 'shared'] as const) await inFolder((folder) => queueOf(stage, folder, way));
}

/** Connections wait in an accept queue while a worker is stopped; then that worker is killed. */
export async function queueOf(stage: Stage, folder: string, way: 'shared' | 'reuseport'): Promise<void> {
  stage.say(`The only worker is stopped, three clients connect, and the worker is killed (--listener ${way}).`);
  const server = await service(stage, folder, { settings: ['workers = 1'], way });
  const [worker = 0] = workersOf(server);
  if (worker === 0) throw new Error('there is no worker to stop');
  process.kill(worker, 'SIGSTOP');
  await server.waitFor('the worker to stop', () => processInfo(worker)?.state === 'T');
  const peers: Peer[] = [];
  for (let i = 0; i < 3; i++) peers.push(await ask(stage, server));
  const waiting = allListeners().find(({ localPort }) => localPort === server.port)?.rxQueue ?? 0;
  process.kill(worker, 'SIGKILL');
  await until(() => {
    for (const peer of peers) peer.pump();
    return peers.every(({ ending }) => ending !== 'open');
  }, PATIENCE_MS);
  const answered = peers.filter((peer) => peer.received.includes('200 OK')).length;
  stage.show(way, [
    `${waiting} connections in the accept queue when the worker is killed`,
    `${answered} of them were answered, ${peers.filter((peer) => peer.ending === 'reset').length} were reset`,
  ]);
  if (way === 'shared') stage.claim(answered === 3, 'the queue belongs to the listener, which the master has open too');
  else stage.claim(answered === 0, 'the listener was this worker’s alone: its queue died with it');
  await server.end();
}

async function stopAndKill(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    const server = await service(stage, folder);
    const before = workersOf(server);
    const [worker = 0] = before;
    if (worker === 0) throw new Error('there is no worker to stop');
    process.kill(worker, 'SIGSTOP');
    await server.waitFor('the worker to stop', () => processInfo(worker)?.state === 'T');
    await server.quiet();
    stage.show('after SIGSTOP', table(server));
    stage.claim(workersOf(server).join() === before.join(), 'SIGCHLD has come, and waitpid says "stopped": no death');
    process.kill(worker, 'SIGKILL');
    await until(() => processInfo(worker) === null && workersOf(server).length === 2, PATIENCE_MS);
    await server.quiet();
    stage.show('after SIGKILL', table(server));
    stage.claim(workersOf(server).length === 2 && !workersOf(server).includes(worker), 'another worker in its place');
  });
}

export async function reload(stage: Stage): Promise<void> {
  await inFolder(async (folder) => {
    const server = await service(stage, folder, { settings: ['workers = 1', 'greeting = old'] });
    const [old = 0] = workersOf(server);
    const peer = await ask(stage, server, '/bytes/16000000');
    await server.quiet();
    writeSettings(folder, ['workers = 1', 'greeting = new']);
    server.signal('SIGHUP');
    await server.waitFor('the old worker to leave', () => socketsThatListen(server, old) === 0);
    await server.waitFor('its new title', () => commandLine(old).includes('leaving'));
    stage.show('after SIGHUP', table(server));
    const text = await bodyOf(await ask(stage, server));
    stage.claim(text.startsWith('new from'), `the next client gets "${text}"`);
    const rest = await bodyOf(peer);
    stage.claim(rest.length === 16_000_000, 'the first client gets all 16,000,000 bytes from the old worker');
    await server.waitFor('the old worker to end', () => !workersOf(server).includes(old));
    stage.show('the old worker has ended', table(server));
  });
}

function socketsThatListen(server: ObservedProgram, pid: number): number {
  const inodes = socketInodes(pid);
  return allListeners().filter(({ inode, localPort }) => localPort === server.port && inodes.has(inode)).length;
}

async function orphans(stage: Stage): Promise<void> {
  for (const mistake of ['orphans', undefined]) await inFolder((folder) => orphansOf(stage, folder, mistake));
}

export async function orphansOf(stage: Stage, folder: string, mistake?: string): Promise<void> {
  const server = await service(stage, folder, mistake === undefined ? {} : { mistake });
  const workers = workersOf(server);
  server.signal('SIGKILL');
  await server.exit();
  const left = (): number[] => workers.filter((pid) => (processInfo(pid)?.state ?? 'Z') !== 'Z');
  if (mistake === undefined) await until(() => left().length === 0, PATIENCE_MS);
  stage.show(mistake === undefined ? 'with a lifeline' : 'without it (orphans)', [
    `master killed; workers that still serve: ${left().length === 0 ? 'none' : left().join(' ')}`,
  ]);
  if (mistake === undefined) stage.claim(left().length === 0, 'the pipe has ended: each worker saw it');
  else stage.claim(left().length === 2, 'nobody reloads, replaces or stops them any more');
  await server.end();
}

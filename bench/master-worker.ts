/**
 * The master and its workers of lesson 14 beside nginx: how many workers wake for a connection, what a hundred reloads under load cost
 * the clients, and what two hundred killed workers leave behind. Exits 1 if a bar is missed. `reloads=N` and `kills=N` set the numbers.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onPath } from '../src/host/on-path.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { until } from '../src/host/wait.ts';
import { processInfo, statusField } from '../src/kit/kernel/proc.ts';
import { allListeners } from '../src/kit/kernel/tcp.ts';
import { childrenOf, nginx, ours, type Service, type Way } from './net/services.ts';

const argument = (name: string, usual: number): number =>
  Number(process.argv.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual);
const WORKERS = 4;
const CONNECTIONS = 400;
const RELOADS = argument('reloads', 100);
const KILLS = argument('kills', 200);
const WAKE_BAR = 1.05;
/** A worker that dies at this age is replaced at once. */
const GROWN_MS = 1200;
const PATIENCE_MS = 20_000;

const folder = makeScratch();
process.on('exit', () => removeScratch(folder));
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
let missed = false;
function bar(right: boolean, text: string): void {
  say(`  ${text}${right ? '' : '   MISSED'}`);
  missed ||= !right;
}

const workersOf = ({ pid }: Service): number[] =>
  childrenOf(pid)
    .filter(({ state }) => state !== 'Z')
    .map((child) => child.pid);
const switchesOf = (service: Service): number =>
  workersOf(service).reduce((sum, pid) => sum + Number(statusField(pid, 'voluntary_ctxt_switches')), 0);

/** The times that workers woke for each of `CONNECTIONS` clients, who connect one after the other and say nothing. */
async function wakeUps(service: Service): Promise<number> {
  await sleep(500);
  const before = switchesOf(service);
  const clients: Socket[] = [];
  for (let i = 0; i < CONNECTIONS; i++) {
    const client = connect({ port: service.port, host: '127.0.0.1' });
    await once(client, 'connect');
    clients.push(client);
    await sleep(5);
  }
  await sleep(500);
  const woken = switchesOf(service) - before;
  for (const client of clients) client.destroy();
  return woken / CONNECTIONS;
}

interface Load {
  readonly child: ChildProcess;
  /** Ends the load, and returns what ab says of it. */
  end(): Promise<{ complete: number; failed: number }>;
}

/** Twenty clients of ab on the second core, a connection for each request; `-l`: the answers have different lengths. */
function load({ port }: Service): Load {
  const args = [
    '-c',
    '1',
    'ab',
    '-q',
    '-l',
    '-r',
    '-c',
    '20',
    '-t',
    '3600',
    '-n',
    '100000000',
    `http://127.0.0.1:${port}/`,
  ];
  const child = spawn('taskset', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  return {
    child,
    end: async () => {
      child.kill('SIGINT');
      await once(child, 'close');
      const count = (what: string): number => Number(new RegExp(`${what}: +(\\d+)`).exec(out)?.[1] ?? Number.NaN);
      return { complete: count('Complete requests'), failed: count('Failed requests') };
    },
  };
}

/** Reloads one after the other, each when the workers of the one before have all gone. */
async function reloads(service: Service): Promise<{ complete: number; failed: number; done: number }> {
  const clients = load(service);
  await sleep(500);
  let done = 0;
  for (let i = 0; i < RELOADS; i++) {
    const old = new Set(workersOf(service));
    process.kill(service.pid, 'SIGHUP');
    const fresh = (): boolean => {
      const now = workersOf(service);
      return now.length === WORKERS && now.every((pid) => !old.has(pid));
    };
    if ((await until(() => fresh() || null, PATIENCE_MS)) !== null) done++;
  }
  return { ...(await clients.end()), done };
}

/** Kills all workers again and again, and says what is left. */
async function kills(service: Service): Promise<void> {
  const listeners = (): number => allListeners().filter(({ localPort }) => localPort === service.port).length;
  const before = listeners();
  const killed: number[] = [];
  while (killed.length < KILLS) {
    await sleep(GROWN_MS);
    const now = workersOf(service);
    for (const pid of now) process.kill(pid, 'SIGKILL');
    killed.push(...now);
    const replaced = (): boolean => {
      const next = workersOf(service);
      return next.length === WORKERS && next.every((pid) => !killed.includes(pid));
    };
    if ((await until(() => replaced() || null, PATIENCE_MS)) === null) break;
  }
  await until(() => listeners() === before || null, PATIENCE_MS);
  const after = listeners();
  const zombies = childrenOf(service.pid).filter(({ state }) => state === 'Z').length;
  const alive = killed.filter((pid) => processInfo(pid) !== null).length;
  bar(
    killed.length >= KILLS && after === before && zombies === 0 && alive === 0,
    `${killed.length} workers killed: listeners ${before} before and ${after} after, ${zombies} zombies, ${alive} of the killed ones left`,
  );
}

async function withService<T>(starting: Promise<Service>, work: (service: Service) => Promise<T>): Promise<T> {
  const service = await starting;
  try {
    return await work(service);
  } finally {
    await service.end();
  }
}

if (!onPath('taskset')) {
  say('taskset is not installed (Debian: util-linux)');
  process.exit(1);
}
const peer = onPath('nginx') && onPath('curl');
if (!peer) say('nginx as a peer: skipped, nginx or curl is not installed');
say(`node ${process.version}, ${WORKERS} workers on core 0, clients on core 1`);
for (const way of ['shared', 'reuseport'] as const satisfies readonly Way[]) {
  say(`\n${way}: wake-ups for each of ${CONNECTIONS} connections`);
  if (peer) say(`  nginx ${(await withService(nginx(folder, way, WORKERS), wakeUps)).toFixed(3)}`);
  const woken = await withService(ours(folder, way, WORKERS), wakeUps);
  bar(woken <= WAKE_BAR, `lesson 14 ${woken.toFixed(3)}, bar ${WAKE_BAR}`);
}
if (!onPath('ab')) say('\nreloads under load: skipped, ab is not installed (Debian: apache2-utils)');
else {
  say(`\n${RELOADS} reloads under load, one inherited listener`);
  if (peer) {
    const { complete, failed, done } = await withService(nginx(folder, 'shared', WORKERS), reloads);
    say(`  nginx: ${done} reloads, ${complete} requests, ${failed} failed`);
  }
  const { complete, failed, done } = await withService(ours(folder, 'shared', WORKERS), reloads);
  bar(done === RELOADS && failed === 0, `lesson 14: ${done} reloads, ${complete} requests, ${failed} failed`);
}
for (const way of ['shared', 'reuseport'] as const) {
  say(`\n${way}: workers killed`);
  await withService(ours(folder, way, WORKERS), kills);
}
process.exit(missed ? 1 : 0);

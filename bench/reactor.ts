import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Running as LessonProgram } from '../src/cli/terminal/running.ts';
import { referenceFile } from '../src/course/files/reference.ts';
import { onPath } from '../src/host/on-path.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { residentKb } from '../src/kit/kernel/proc.ts';

/**
 * The reactor of lesson 09 against its peers: the plain epoll loop in C, node:net, and redis-server. Servers run on the first
 * core, clients on the second, and the peers take turns. Medians of 5 rounds, of 15 for the echo, whose rates vary by a fifth.
 * Exits 1 if a bar is missed.
 */
const ROUNDS = 5;
const ECHO_ROUNDS = 15;
const SECONDS = 2;
const CONNECTIONS = 100;
const REQUESTS = 1_000_000;
const IDLE = 10_000;
const BARS = { c: 0.92, net: 1.4, redis: 0.88, respNet: 2, idleKb: 2.1 };

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const folder = makeScratch();
process.on('exit', () => removeScratch(folder));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

interface Running {
  readonly port: number;
  readonly pid: number;
  end(): Promise<void> | void;
}

const ON_SERVER_CORE = ['-a', '-c', '-p', '0'];

/** Started without observation, whose polling of /proc would cost both cores about 5 %. */
async function ours(file: string): Promise<Running> {
  const path = referenceFile('09-reactor', file);
  const server = await LessonProgram.start(path, { args: ['--port', '0'], stdio: ['ignore', 'pipe', 'pipe'] });
  server.onLine(() => {});
  const port = await server.port();
  if (port === null) throw new Error(`${file} did not listen`);
  execFileSync('taskset', [...ON_SERVER_CORE, String(server.pid)], { stdio: 'ignore' });
  return { port, pid: server.pid, end: () => server.end() };
}

/** A server that prints `listening 127.0.0.1:PORT`, or one with a given port. */
async function program(command: string, args: readonly string[], port?: number): Promise<Running> {
  const child: ChildProcess = spawn('taskset', ['-c', '0', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let found = port;
  if (found === undefined) {
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    found = Number(/:(\d+)/.exec(line.toString())?.[1]);
  } else {
    child.stdout?.resume();
    for (let i = 0; i < 100 && spawnSync('redis-cli', ['-p', String(found), 'ping']).status !== 0; i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { port: found, pid: child.pid as number, end: () => void child.kill('SIGKILL') };
}

const client = (command: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn('taskset', ['-c', '1', command, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`${command} ended with ${code}`))));
  });

const echoes = async ({ port }: Running): Promise<number> =>
  Number(await client(join(folder, 'load'), [String(port), String(CONNECTIONS), String(SECONDS)]));

async function requests({ port }: Running, command: string): Promise<number> {
  const args = ['-p', String(port), '-P', '16', '-c', '50', '-n', String(REQUESTS), '-t', command, '--csv'];
  const out = await client('redis-benchmark', args);
  const row = out.split('\n').find((line) => line.toLowerCase().startsWith(`"${command}"`));
  return Number(row?.split(',')[1]?.replaceAll('"', ''));
}

async function measured(
  peers: Readonly<Record<string, () => Promise<Running>>>,
  load: (server: Running) => Promise<number>,
  rounds = ROUNDS,
): Promise<Record<string, number[]>> {
  const seen: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, start] of Object.entries(peers)) {
      const server = await start();
      try {
        seen[name] = [...(seen[name] ?? []), await load(server)];
      } finally {
        await server.end();
      }
    }
  }
  return seen;
}

let failed = false;
function row(
  name: string,
  values: number[] = [],
  against?: { peer: string; values: number[] | undefined; bar: number },
): void {
  const rate = `${Math.round(median(values)).toLocaleString('en-US').padStart(11)} /s`;
  if (against === undefined) {
    say(`${name.padEnd(28)}${rate}`);
    return;
  }
  // The median of the ratios of each round: a slow minute of the machine slows all peers alike.
  const ratio = median(values.map((value, round) => value / (against.values?.[round] ?? Number.NaN)));
  if (!(ratio >= against.bar)) failed = true; // NaN, if nothing was measured, is a miss too
  say(`${name.padEnd(28)}${rate}   ${ratio.toFixed(2)} of ${against.peer}, bar ${against.bar}`);
}

if (!onPath('taskset')) {
  say('taskset is not installed: with clients and servers on the same core the rates say nothing (Debian: util-linux)');
  process.exit(1);
}
const compiled = ['echo', 'load'].every(
  (name) =>
    spawnSync('cc', ['-O2', '-o', join(folder, name), join(import.meta.dirname, 'c', `${name}.c`)]).status === 0,
);
const hasRedis =
  spawnSync('redis-server', ['--version']).status === 0 && spawnSync('redis-benchmark', ['--version']).status === 0;
const net = (file: string) => () => program(process.execPath, [join(import.meta.dirname, 'net', file)]);
const REDIS_PORT = 17_379;
const redis = () =>
  program(
    'redis-server',
    ['--port', String(REDIS_PORT), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    REDIS_PORT,
  );

say(`node ${process.version}, servers on core 0, clients on core 1, medians of ${ROUNDS}, of the echo ${ECHO_ROUNDS}`);
if (!compiled) say('echo: skipped, there is no cc that compiles bench/c/');
else {
  say(`\necho, ${CONNECTIONS} connections, 64 bytes`);
  const seen = await measured(
    { reactor: () => ours('echo.ts'), c: () => program(join(folder, 'echo'), []), net: net('echo.mjs') },
    echoes,
    ECHO_ROUNDS,
  );
  row('epoll loop in C', seen['c']);
  row('node:net', seen['net']);
  row('reactor', seen['reactor'], { peer: 'C', values: seen['c'], bar: BARS.c });
  row('reactor', seen['reactor'], { peer: 'node:net', values: seen['net'], bar: BARS.net });
}
if (!hasRedis) say('RESP: skipped, there are no redis-server and redis-benchmark (Debian: redis-server, redis-tools)');
else {
  for (const command of ['set', 'get']) {
    say(`\n${command.toUpperCase()}, redis-benchmark -P 16 -c 50`);
    const peers = { reactor: () => ours('resp.ts'), redis, net: net('resp.mjs') };
    const seen = await measured(peers, async (server) => {
      if (command === 'get') await requests(server, 'set'); // keys for GET
      return requests(server, command);
    });
    row('redis-server', seen['redis']);
    row('node:net', seen['net']);
    row('reactor', seen['reactor'], { peer: 'redis-server', values: seen['redis'], bar: BARS.redis });
    row('reactor', seen['reactor'], { peer: 'node:net', values: seen['net'], bar: BARS.respNet });
  }
}
await idleCost();
process.exit(failed ? 1 : 0);

/** Memory of idle connections, each after one request. */
async function idleCost(): Promise<void> {
  const limit = Number(spawnSync('bash', ['-c', 'ulimit -Hn']).stdout.toString().trim());
  if (limit < IDLE + 700) {
    say(`\nidle connections: skipped, no more than ${limit} descriptors here`);
    return;
  }
  const server = await ours('echo.ts');
  const sockets: Socket[] = [];
  const open = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 200) {
      await Promise.all(
        Array.from({ length: Math.min(200, count - i) }, async () => {
          const socket = connect({ port: server.port, host: '127.0.0.1' });
          sockets.push(socket);
          await once(socket, 'connect');
          socket.write('x'.repeat(64));
          await once(socket, 'data');
        }),
      );
    }
  };
  await open(500);
  const before = residentKb(server.pid);
  await open(IDLE);
  const each = (residentKb(server.pid) - before) / IDLE;
  if (each > BARS.idleKb) failed = true;
  say(`\n${IDLE.toLocaleString('en-US')} idle connections       ${each.toFixed(2)} KB each, bar ${BARS.idleKb}`);
  for (const socket of sockets) socket.destroy();
  await server.end();
}

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { referenceFile } from '../src/course/files/reference.ts';
import { onPath } from '../src/host/on-path.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { residentKb } from '../src/kit/kernel/proc.ts';
import { client, lessonProgram, measured, program, Rates, type Running } from './net/peers.ts';

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
const rates = new Rates();
const row = rates.row.bind(rates);

const ours = (file: string): Promise<Running> => lessonProgram(referenceFile('09-reactor', file));

const echoes = async ({ port }: Running): Promise<number> =>
  Number(await client(join(folder, 'load'), [String(port), String(CONNECTIONS), String(SECONDS)]));

async function requests({ port }: Running, command: string): Promise<number> {
  const args = ['-p', String(port), '-P', '16', '-c', '50', '-n', String(REQUESTS), '-t', command, '--csv'];
  const out = await client('redis-benchmark', args);
  const row = out.split('\n').find((line) => line.toLowerCase().startsWith(`"${command}"`));
  return Number(row?.split(',')[1]?.replaceAll('"', ''));
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
  program('redis-server', ['--port', String(REDIS_PORT), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    port: REDIS_PORT,
    answers: (port) => spawnSync('redis-cli', ['-p', String(port), 'ping']).status === 0,
  });

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
    const seen = await measured(
      peers,
      async (server) => {
        if (command === 'get') await requests(server, 'set'); // keys for GET
        return requests(server, command);
      },
      ROUNDS,
    );
    row('redis-server', seen['redis']);
    row('node:net', seen['net']);
    row('reactor', seen['reactor'], { peer: 'redis-server', values: seen['redis'], bar: BARS.redis });
    row('reactor', seen['reactor'], { peer: 'node:net', values: seen['net'], bar: BARS.respNet });
  }
}
await idleCost();
process.exit(rates.missed ? 1 : 0);

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
  if (each > BARS.idleKb) rates.missed = true;
  say(`\n${IDLE.toLocaleString('en-US')} idle connections       ${each.toFixed(2)} KB each, bar ${BARS.idleKb}`);
  for (const socket of sockets) socket.destroy();
  await server.end();
}

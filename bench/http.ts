/**
 * The HTTP server of lesson 12 against nginx and node:http: a file of 1 KB over 32 connections that stay open, and one of 16 MB with
 * sendfile. Servers run on the first core, wrk on the second; the peers take turns. Then what the parser reads in a second, and random
 * and mutated requests. Prints medians and ratios; exits 1 if a bar is missed. `requests=N` sets the number of mutated requests.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Running } from '../src/cli/terminal/running.ts';
import { referenceFile } from '../src/course/files/reference.ts';
import { freePort } from '../src/grading/free-port.ts';
import { onPath } from '../src/host/on-path.ts';
import { PROJECT } from '../src/host/project.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { buildProgram } from '../src/kit/process/build.ts';

const ROUNDS = 5;
const SECONDS = 2;
const BARS = { nginx: 0.8, node: 3, large: 1, parserMb: 100 };

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const folder = makeScratch();
process.on('exit', () => removeScratch(folder));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
const requests = Number(process.argv.find((arg) => arg.startsWith('requests='))?.slice(9) ?? 1_000_000);

interface Server {
  readonly name: string;
  readonly port: number;
  end(): Promise<void> | void;
}

async function ours(): Promise<Server> {
  const path = referenceFile('12-http-server', 'server.ts');
  const server = await Running.start(path, {
    args: ['--port', '0', '--dir', folder],
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server.onLine(() => {});
  const port = await server.port();
  if (port === null) throw new Error('server.ts did not listen');
  execFileSync('taskset', ['-a', '-c', '-p', '0', String(server.pid)], { stdio: 'ignore' });
  return { name: 'lesson 12', port, end: () => server.end() };
}

const pinned = (command: string, args: readonly string[]): ChildProcess =>
  spawn('taskset', ['-c', '0', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });

async function listens(port: number): Promise<void> {
  for (
    let i = 0;
    i < 200 && spawnSync('curl', ['-s', '-o', '/dev/null', `http://127.0.0.1:${port}/k1`]).status !== 0;
    i++
  )
    await new Promise((resolve) => setTimeout(resolve, 50));
}

async function nodeHttp(): Promise<Server> {
  const child = pinned(process.execPath, [join(PROJECT, 'bench', 'net', 'http.mjs'), folder]);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const port = Number(/:(\d+)/.exec(line.toString())?.[1]);
  return { name: 'node:http', port, end: () => void child.kill('SIGKILL') };
}

async function nginx(): Promise<Server> {
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr crit; user root;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type application/octet-stream;
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server { listen 127.0.0.1:${port}; root ${folder}; } }
`,
  );
  const child = pinned('nginx', ['-c', file, '-p', folder]);
  await listens(port);
  return { name: 'nginx', port, end: () => void child.kill('SIGTERM') };
}

function load(port: number, path: string, connections: number): number {
  const args = ['-c', '1', 'wrk', '-t1', `-c${connections}`, `-d${SECONDS}`, `http://127.0.0.1:${port}/${path}`];
  const { stdout } = spawnSync('taskset', args, { encoding: 'utf8' });
  return Number(/Requests\/sec: +([\d.]+)/.exec(stdout)?.[1] ?? 0);
}

async function compare(path: string, connections: number): Promise<Map<string, number>> {
  const servers = [await ours(), ...(onPath('nginx') ? [await nginx()] : []), await nodeHttp()];
  const rates = new Map(servers.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++)
    for (const { name, port } of servers) rates.get(name)?.push(load(port, path, connections));
  for (const server of servers) await server.end();
  const medians = new Map([...rates].map(([name, values]) => [name, median(values)]));
  for (const [name, rate] of medians)
    say(`  ${name.padEnd(12)}${Math.round(rate).toLocaleString('en')} requests a second`);
  return medians;
}

let missed = false;
function bar(what: string, value: number, least: number): void {
  say(`  ${what}: ${value.toFixed(2)}, at least ${least}${value < least ? '  MISSED' : ''}`);
  if (value < least) missed = true;
}

writeFileSync(join(folder, 'k1'), Buffer.alloc(1024, 'x'));
writeFileSync(join(folder, 'm16'), '');
truncateSync(join(folder, 'm16'), 16_000_000);

if (onPath('wrk')) {
  say('a file of 1 KB, 32 connections');
  const small = await compare('k1', 32);
  const our = small.get('lesson 12') ?? 0;
  if (small.has('nginx')) bar('of nginx', our / (small.get('nginx') ?? 1), BARS.nginx);
  bar('of node:http', our / (small.get('node:http') ?? 1), BARS.node);
  say('a file of 16 MB, 4 connections');
  const large = await compare('m16', 4);
  if (large.has('nginx')) bar('of nginx', (large.get('lesson 12') ?? 0) / (large.get('nginx') ?? 1), BARS.large);
} else say('wrk is not installed: the servers are not compared');

say('the parser alone');
const parser = spawnSync(
  process.execPath,
  [await buildProgram(join(PROJECT, 'bench', 'net', 'http-parser.ts')), String(requests)],
  {
    encoding: 'utf8',
    maxBuffer: 1 << 20,
  },
);
process.stdout.write(parser.stdout.replace(/^/gm, '  ').trimEnd());
process.stdout.write(`\n${parser.stderr}`);
bar('MB a second', Number(/(\d+) MB a second/.exec(parser.stdout)?.[1] ?? 0), BARS.parserMb);
process.exitCode = missed || parser.status !== 0 ? 1 : 0;

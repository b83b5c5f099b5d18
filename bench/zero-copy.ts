import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectTo } from '#program';
import { close, MSG_TRUNC, POLLIN, poll, recv, send } from '#sys';
import { Running as LessonProgram } from '../src/cli/terminal/running.ts';
import { referenceFile } from '../src/course/files/reference.ts';
import { freePort } from '../src/grading/free-port.ts';
import { onPath } from '../src/host/on-path.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { startConnecting } from '../src/kit/client-socket.ts';
import { cpuTime, residentKb } from '../src/kit/kernel/proc.ts';

/**
 * The download server of lesson 11 against the same loop in C and against nginx: a file of 16 MiB, again and again, over
 * loopback. Servers run on the first core, the client on the second, in turns; the medians of the rounds' ratios count.
 * CPU time is that of the server. Then the memory of the reference for 1 GiB, and with 200 clients that do not read.
 * Exits 1 if a bar is missed.
 */
const ROUNDS = Number(process.argv[2] ?? 7);
const MIB = 1 << 20;
const SIZE = 16 * MIB;
const FILES = 8;
const BARS = { c: 1, nginx: 0.95, memoryKb: 16 * 1024, slowKb: 64 * 1024 };
const SLOW = 200;
const HEADER = 8;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const folder = makeScratch();
process.on('exit', () => removeScratch(folder));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
const waste = Buffer.alloc(MIB);

interface Server {
  readonly port: number;
  readonly pid: number;
  readonly http: boolean;
  end(): unknown;
}

/** Started without observation, which would take time of both cores. */
async function ours(way: string): Promise<Server> {
  const server = await LessonProgram.start(referenceFile('11-zero-copy', 'server.ts'), {
    args: ['--port', '0', '--dir', folder, '--way', way],
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server.onLine(() => {});
  const port = await server.port();
  if (port === null) throw new Error('server.ts did not listen');
  execFileSync('taskset', ['-a', '-c', '-p', '0', String(server.pid)], { stdio: 'ignore' });
  return { port, pid: server.pid, http: false, end: () => server.end() };
}

async function inC(binary: string, way: string): Promise<Server> {
  const child: ChildProcess = spawn('taskset', ['-c', '0', binary, way, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const port = Number(/:(\d+)/.exec(line.toString())?.[1]);
  return { port, pid: child.pid as number, http: false, end: () => child.kill('SIGKILL') };
}

async function nginx(sendfile: 'on' | 'off'): Promise<Server> {
  const port = await freePort();
  const config = join(folder, `nginx-${sendfile}.conf`);
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr crit; events {}
     http { access_log off; sendfile ${sendfile}; tcp_nopush on; keepalive_requests 1000000;
       client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f;
       uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
       server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  const child = spawn('taskset', ['-c', '0', 'nginx', '-c', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (let i = 0; i < 200; i++) {
    try {
      close(connectTo(port));
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return { port, pid: child.pid as number, http: true, end: () => child.kill('SIGKILL') };
}

/** Drops the next bytes in the kernel. tcp(7) "MSG_TRUNC" */
function drop(fd: number, count: number): void {
  for (let left = count; left > 0; ) {
    const n = recv(fd, waste, MSG_TRUNC, Math.min(waste.length, left)) ?? 0;
    if (n === 0) throw new Error(`the server ended the connection, ${left} bytes early`);
    left -= n;
  }
}

/** Receives the header of an answer in HTTP, byte by byte: it is short beside the file. */
function dropHead(fd: number): void {
  for (let last = ''; last !== '\r\n\r\n'; ) {
    if (recv(fd, waste, 0, 1) !== 1) throw new Error('no answer');
    last = (last + waste.toString('latin1', 0, 1)).slice(-4);
  }
}

/** Fetches the file some times. Returns MiB a second, and CPU nanoseconds of the server for a MiB. */
function measure({ port, pid, http }: Server, name: string, size: number, files: number): { rate: number; ns: number } {
  const fd = connectTo(port);
  const request = Buffer.from(http ? `GET /${name} HTTP/1.1\r\nHost: localhost\r\n\r\n` : `GET ${name}\n`);
  const fetchOne = (): void => {
    send(fd, request);
    if (http) dropHead(fd);
    drop(fd, size + (http ? 0 : HEADER));
  };
  fetchOne();
  const [cpu, began] = [cpuTime(pid), performance.now()];
  for (let i = 0; i < files; i++) fetchOne();
  const seconds = (performance.now() - began) / 1000;
  const result = { rate: (files * size) / MIB / seconds, ns: (cpuTime(pid) - cpu) / ((files * size) / MIB) };
  close(fd);
  return result;
}

async function memory(): Promise<boolean> {
  closeSync(openSync(join(folder, 'huge'), 'w'));
  truncateSync(join(folder, 'huge'), 1024 * MIB);
  let good = true;
  for (const way of ['copy', 'mmap', 'sendfile', 'splice', 'zerocopy']) {
    const server = await ours(way);
    measure(server, 'file', SIZE, 2);
    const before = residentKb(server.pid);
    measure(server, 'huge', 1024 * MIB, 0);
    const grown = residentKb(server.pid) - before;
    const clients = Array.from({ length: SLOW }, () => startConnecting(server.port, 4096));
    for (const fd of clients) send(fd, Buffer.from('GET huge\n'));
    for (const fd of clients) while (poll([{ fd, events: POLLIN }], 10_000)[0] === 0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const slow = residentKb(server.pid) - before;
    measure(server, 'file', SIZE, 1); // others are served meanwhile
    for (const fd of clients) close(fd);
    say(`${way.padEnd(9)} ${grown} KB more after 1 GiB, ${slow} KB more with ${SLOW} clients that do not read`);
    good &&= grown < BARS.memoryKb && slow < BARS.slowKb;
    await server.end();
  }
  return good;
}

writeFileSync(join(folder, 'file'), Buffer.alloc(SIZE, 'x'));
execFileSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)], { stdio: 'ignore' });
const binary = join(folder, 'download');
const compiled = spawnSync('cc', ['-O2', '-o', binary, join(import.meta.dirname, 'c', 'download.c')]).status === 0;
const rivals: [string, () => Promise<Server>][] = [
  ...['copy', 'mmap', 'sendfile', 'splice', 'zerocopy'].map((way): [string, () => Promise<Server>] => [
    way,
    () => ours(way),
  ]),
];
if (compiled) for (const way of ['copy', 'sendfile', 'splice']) rivals.push([`C ${way}`, () => inC(binary, way)]);
else say('C         skipped: there is no cc that compiles bench/c/download.c');
if (onPath('nginx')) for (const on of ['on', 'off'] as const) rivals.push([`nginx ${on}`, () => nginx(on)]);
else say('nginx     skipped: it is not installed');

const seen = new Map<string, { rate: number; ns: number }[]>(rivals.map(([name]) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, start] of rivals) {
    const server = await start();
    measure(server, 'file', SIZE, FILES); // the compiler's share
    seen.get(name)?.push(measure(server, 'file', SIZE, FILES));
    await server.end();
  }
}
say(`a file of 16 MiB over loopback, node ${process.version}, medians of ${ROUNDS} rounds`);
for (const [name, all] of seen)
  say(
    `${name.padEnd(10)} ${median(all.map(({ rate }) => rate))
      .toFixed(0)
      .padStart(6)} MiB/s   ${(median(all.map(({ ns }) => ns)) / 1000).toFixed(0).padStart(5)} µs of CPU a MiB`,
  );
/** The median of the rounds' ratios, by rate and by CPU time. */
function ratio(name: string, peer: string, bar: number): boolean {
  const [mine, theirs] = [seen.get(name) ?? [], seen.get(peer) ?? []];
  if (theirs.length === 0) return true;
  const each = mine.map(({ rate }, i) => rate / (theirs[i]?.rate ?? 1));
  const cpu = mine.map(({ ns }, i) => (theirs[i]?.ns ?? 1) / ns);
  say(
    `${name} / ${peer}: ${median(each).toFixed(2)} by rate, ${median(cpu).toFixed(2)} by CPU time, bar ${bar} by rate`,
  );
  return median(each) >= bar;
}
const fast = [
  ratio('sendfile', 'C sendfile', BARS.c),
  ratio('splice', 'C splice', BARS.c),
  ratio('sendfile', 'nginx on', BARS.nginx),
  ratio('copy', 'nginx off', BARS.nginx),
].every(Boolean);
const flat = await memory();
process.exit(fast && flat ? 0 : 1);

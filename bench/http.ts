/**
 * The HTTP server of lesson 12 against nginx and node:http: a file of 1 KB over 32 connections that stay open, and one of 16 MB with
 * sendfile. Servers run on the first core, wrk on the second; the peers take turns. Then what the parser reads in a second, and random
 * and mutated requests. Prints medians and ratios; exits 1 if a bar is missed. `requests=N` sets the number of mutated requests.
 */
import { spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '../src/host/on-path.ts';
import { PROJECT } from '../src/host/project.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { buildProgram } from '../src/kit/process/build.ts';
import { startServers } from './net/http-servers.ts';

const ROUNDS = 5;
const SECONDS = 2;
const BARS = { nginx: 0.8, node: 3, large: 1, parserMb: 100 };

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const folder = makeScratch();
process.on('exit', () => removeScratch(folder));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
const requests = Number(process.argv.find((arg) => arg.startsWith('requests='))?.slice(9) ?? 1_000_000);

function load(port: number, path: string, connections: number): number {
  const args = ['-c', '1', 'wrk', '-t1', `-c${connections}`, `-d${SECONDS}`, `http://127.0.0.1:${port}/${path}`];
  const { stdout } = spawnSync('taskset', args, { encoding: 'utf8' });
  return Number(/Requests\/sec: +([\d.]+)/.exec(stdout)?.[1] ?? 0);
}

async function compare(path: string, connections: number): Promise<Map<string, number>> {
  const servers = await startServers(folder);
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

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ioUringProblem } from '#sys';
import { referenceFile } from '../src/course/files/reference.ts';
import { onPath } from '../src/host/on-path.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { client, lessonProgram, measured, program, Rates, type Running } from './net/peers.ts';

/**
 * The proactor of lesson 15 against the plain epoll loop in C, the same proactor in C, the reactor of lesson 09 and node:net:
 * echoes of 64 bytes. Servers run on the first core, the client on the second, and the peers take turns; the medians of the
 * rounds' ratios count. Exits 1 if a bar is missed. Usage: io-models.ts [rounds]
 */
const ROUNDS = Number(process.argv[2] ?? 15);
const SECONDS = 2;
const BARS = { 100: { c: 1.05, ring: 0.9 }, 1000: { c: 1, ring: 0.9 } };

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const folder = makeScratch();
process.on('exit', () => removeScratch(folder));

const PEERS: Readonly<Record<string, () => Promise<Running>>> = {
  proactor: () => lessonProgram(referenceFile('15-io-models', 'proactor.ts')),
  'epoll loop in C': () => program(join(folder, 'echo'), []),
  'proactor in C': () => program(join(folder, 'ring'), []),
  reactor: () => lessonProgram(referenceFile('09-reactor', 'echo.ts')),
  'node:net': () => program(process.execPath, [join(import.meta.dirname, 'net', 'echo.mjs')]),
};

if (!onPath('taskset')) {
  say('taskset is not installed: with clients and servers on the same core the rates say nothing (Debian: util-linux)');
  process.exit(1);
}
const problem = ioUringProblem();
if (problem !== null) {
  say(`not measured: ${problem}`);
  process.exit(1);
}
for (const name of ['echo', 'ring', 'load']) {
  const args = ['-O2', '-o', join(folder, name), join(import.meta.dirname, 'c', `${name}.c`)];
  if (spawnSync('cc', args, { stdio: 'inherit' }).status !== 0) process.exit(1);
}

const rates = new Rates();
say(`node ${process.version}, servers on core 0, the client on core 1, ${ROUNDS} rounds`);
for (const connections of [100, 1000] as const) {
  const load = async ({ port }: Running): Promise<number> =>
    Number(await client(join(folder, 'load'), [String(port), String(connections), String(SECONDS)]));
  const seen = await measured(PEERS, load, ROUNDS);
  say(`\n${connections} connections, 64 bytes`);
  for (const [name, values] of Object.entries(seen)) rates.row(name, values);
  for (const [peer, bar] of [
    ['epoll loop in C', BARS[connections].c],
    ['proactor in C', BARS[connections].ring],
    ['reactor', undefined],
    ['node:net', undefined],
  ] as const)
    rates.row('proactor', seen['proactor'], { peer, values: seen[peer], ...(bar !== undefined && { bar }) });
}
process.exit(rates.missed ? 1 : 0);

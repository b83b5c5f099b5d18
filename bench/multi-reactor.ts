/**
 * A loop for each thread against its peers: the same in C with as many threads, one loop of lesson 09, and the cluster module of Node.
 * Servers run on the first core, clients on the second: with two cores the figures show what threads cost, and not what more cores give.
 * Then the bank of lesson 10: transfers by many connections, and its books. Exits 1 if a bar is missed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { referenceFile } from '../src/course/files/reference.ts';
import { onPath } from '../src/host/on-path.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { transfers } from './net/bank-load.ts';
import { client, lessonProgram, measured, program, Rates, type Running } from './net/peers.ts';

const ROUNDS = 7;
const SECONDS = 2;
const LOOPS = 2;
const BAR = 0.95;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const folder = makeScratch();
process.on('exit', () => removeScratch(folder));
const rates = new Rates();

if (!onPath('taskset')) {
  say('taskset is not installed: with clients and servers on the same core the rates say nothing (Debian: util-linux)');
  process.exit(1);
}
say(`node ${process.version}, servers on core 0, clients on core 1, medians of ${ROUNDS}`);
const compile = (name: string): boolean =>
  spawnSync('cc', ['-O2', '-pthread', '-o', join(folder, name), join(import.meta.dirname, 'c', `${name}.c`)]).status ===
  0;
if (!['loops', 'load'].every(compile)) say('echo: skipped, there is no cc that compiles bench/c/');
else
  for (const connections of [100, 1000]) {
    say(`\necho, ${connections} connections, 64 bytes, ${LOOPS} threads each`);
    const load = async ({ port }: Running): Promise<number> =>
      Number(await client(join(folder, 'load'), [String(port), String(connections), String(SECONDS)]));
    const loops = join(import.meta.dirname, 'net', 'loops.ts');
    const seen = await measured(
      {
        loops: () => lessonProgram(loops, ['--loops', String(LOOPS)]),
        c: () => program(join(folder, 'loops'), [String(LOOPS)]),
        one: () => lessonProgram(referenceFile('09-reactor', 'echo.ts')),
        cluster: () => program(process.execPath, [join(import.meta.dirname, 'net', 'cluster.mjs'), String(LOOPS)]),
      },
      load,
      ROUNDS,
    );
    rates.row(`${LOOPS} threads in C`, seen['c']);
    rates.row('one loop of lesson 09', seen['one']);
    rates.row(`node:cluster, ${LOOPS} processes`, seen['cluster']);
    rates.row(`${LOOPS} loops of lesson 10`, seen['loops'], { peer: 'C', values: seen['c'], bar: BAR });
  }

const TRANSFERS = 100_000;
say(`\nbank, ${TRANSFERS.toLocaleString('en-US')} transfers by 50 connections`);
const bank = await lessonProgram(referenceFile('10-multi-reactor', 'server.ts'));
const { seconds, sum, entries } = await transfers(bank.port, TRANSFERS);
await bank.end();
const right = sum === 100_000 && entries === TRANSFERS;
say(
  `${Math.round(TRANSFERS / seconds).toLocaleString('en-US')} transfers a second, sum ${sum}, ${entries} entries in the books`,
);
if (!right) say('the books are wrong');
process.exit(rates.missed || !right ? 1 : 0);

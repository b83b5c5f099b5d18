import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';

/**
 * The cost of the trace: the same calls in processes with and without it, in turns. Exits 1 if a call with the trace
 * takes more than three times as long. `bench sys` measures the layer without the trace.
 */
const BAR = 3;
const ROUNDS = 11;
const CALLS = 60_000; // a lane has room for three events a round

if (process.argv.includes('--measure')) await measure();
else compare();

async function measure(): Promise<void> {
  const { pipe2, read, write } = await import('#sys');
  const [readEnd, writeEnd] = pipe2();
  const byte = Buffer.alloc(1);
  const time = (calls: number): number => {
    const began = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) {
      write(writeEnd, byte);
      read(readEnd, byte);
    }
    return Number(process.hrtime.bigint() - began) / calls / 2;
  };
  time(CALLS / 6); // warm-up
  process.stdout.write(String(time(CALLS / 2)));
}

function compare(): void {
  const folder = makeScratch();
  process.on('exit', () => removeScratch(folder));
  const once = (env: Readonly<Record<string, string>>): number => {
    const args = ['--import', 'tsx', fileURLToPath(import.meta.url), '--measure'];
    return Number(spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } }).stdout);
  };
  const times = { off: [] as number[], on: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.off.push(once({}));
    times.on.push(once({ LAB_TRACE: folder }));
  }
  const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
  const ratio = median(times.on) / median(times.off);
  process.stdout.write(
    `write and read of one byte   off ${median(times.off).toFixed(0)} ns   on ${median(times.on).toFixed(0)} ns   ratio ${ratio.toFixed(2)} (bar ${BAR})\n`,
  );
  process.exitCode = ratio <= BAR ? 0 : 1;
}

import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';

/**
 * What the trace costs: the same calls in processes with it and without it, in turns. Exits 1 when a call with the trace
 * takes more than three times as long. Off, the layer hands out koffi's own function: `bench sys` measures that.
 */
const BAR = 3;
const ROUNDS = 11;
const CALLS = 60_000; // three to a round fit into a lane

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
  time(CALLS / 6); // V8 has seen it
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

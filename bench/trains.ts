import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { referenceFile } from '../src/course/files/reference.ts';
import { onPath } from '../src/host/on-path.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { residentKb, statusField } from '../src/kit/kernel/proc.ts';
import { ObservedProgram } from '../src/kit/observed-program.ts';

/**
 * One file by the train protocol over loopback: the reference against the same protocol and buffer sizes in C,
 * in turns; the result is the median of the rounds' ratios. Exits 1 if the reference is too slow, or its client grows too much.
 */
const BAR = 0.8;
const MEMORY_BAR_KB = 64 * 1024;
const ROUNDS = 9;
const MIB = 1 << 20;
const mebibytes = Number(process.argv[2] ?? 1024);
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

// In memory if possible: flushes of a disk would dominate the ratio.
const MEMORY_FOLDER = '/dev/shm';
const room = existsSync(MEMORY_FOLDER) ? statfsSync(MEMORY_FOLDER) : null;
const inMemory = room !== null && room.bavail * room.bsize > 3 * mebibytes * MIB;
const folder = makeScratch(inMemory ? MEMORY_FOLDER : undefined);
const source = join(folder, 'source.bin');
process.on('exit', () => removeScratch(folder));

function makeFile(): void {
  const fd = openSync(source, 'w');
  const block = Buffer.alloc(MIB);
  for (let i = 0; i < MIB; i += 4) block.writeUInt32LE(Math.imul(i, 2_654_435_761) >>> 0, i);
  for (let i = 0; i < mebibytes; i++) writeSync(fd, block);
  closeSync(fd);
}

function check(): void {
  const same = spawnSync('cmp', ['-s', source, join(folder, 'out', 'source.bin')]).status === 0;
  if (!same) throw new Error('the file that arrived differs from the source');
  rmSync(join(folder, 'out', 'source.bin'));
}

const seconds = (began: number): number => (performance.now() - began) / 1000;

/** Server and client have a core each: otherwise their placement by the scheduler would dominate the ratio. */
function pin(pid: number, core: number): void {
  if (availableParallelism() > 1) spawnSync('taskset', ['-a', '-c', '-p', String(core), String(pid)]);
}

/** The time of a transfer. The server is stopped until the client waits for it; the clock starts with SIGCONT. */
async function reference(): Promise<number> {
  const server = await ObservedProgram.start(referenceFile('06-train-protocol', 'server.ts'), {
    args: ['--dir', folder],
  });
  const client = await server.frozen(async () => {
    const client = await ObservedProgram.launch(referenceFile('06-train-protocol', 'client.ts'), {
      args: clientArgs(server.port),
    });
    client.partner(server);
    await client.quiet();
    pin(server.pid, 0);
    pin(client.pid, 1);
    return client;
  });
  const began = performance.now();
  const exit = await ended(client);
  const took = seconds(began);
  await client.end();
  await server.end();
  if (exit !== 0) throw new Error(`the client ended with ${exit}: ${client.log.join('; ')}`);
  check();
  return took;
}

const clientArgs = (port: number): string[] => [
  '--port',
  String(port),
  '--get',
  'source.bin',
  '--into',
  join(folder, 'out'),
];

async function ended(client: ObservedProgram): Promise<number | null> {
  while (client.exited === null) await new Promise((resolve) => setTimeout(resolve, 5));
  return client.exited.code;
}

async function peer(binary: string): Promise<number> {
  const server: ChildProcess = spawn(binary, ['serve', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const port = /:(\d+)/.exec(line.toString())?.[1] ?? '0';
    server.kill('SIGSTOP');
    pin(server.pid as number, 0);
    const client = spawn(binary, ['get', port, 'source.bin', join(folder, 'out', 'source.bin')], { stdio: 'inherit' });
    const exit = once(client, 'exit');
    pin(client.pid as number, 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const began = performance.now();
    server.kill('SIGCONT');
    const [code] = (await exit) as [number];
    const took = seconds(began);
    if (code !== 0) throw new Error(`the client in C ended with ${code}`);
    check();
    return took;
  } finally {
    server.kill('SIGKILL');
  }
}

/** The memory of the client: while it waits for the stopped server, and at its peak. */
async function memory(): Promise<{ idle: number; peak: number }> {
  const server = await ObservedProgram.start(referenceFile('06-train-protocol', 'server.ts'), {
    args: ['--dir', folder],
  });
  const client = await ObservedProgram.launch(referenceFile('06-train-protocol', 'client.ts'), {
    args: clientArgs(server.port),
  });
  let idle = 0;
  await server.frozen(async () => {
    client.partner(server);
    await client.quiet();
    idle = residentKb(client.pid);
  });
  let peak = 0;
  while (client.exited === null) {
    peak = Math.max(peak, Number.parseInt(statusField(client.pid, 'VmHWM') ?? '0', 10));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await client.end();
  await server.end();
  check();
  return { idle, peak };
}

function compile(): string | null {
  const binary = join(folder, 'trains');
  const made = spawnSync('cc', ['-O2', '-o', binary, join(import.meta.dirname, 'c', 'trains.c'), '-ldl']);
  return made.status === 0 ? binary : null;
}

/**
 * The two transfers of a round follow each other closely, so other work of the machine (above all fresh pages for a gibibyte)
 * affects both. A round in which it affects only one is an outlier, in either direction.
 */
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
const rate = (took: number): string => `${(mebibytes / took).toFixed(0).padStart(6)} MiB/s`;

makeFile();
spawnSync('mkdir', [join(folder, 'out')]);
say(
  `node ${process.version}, one file of ${mebibytes} MiB (${statSync(source).size} bytes) in ${inMemory ? 'memory' : 'a folder on disk'}, medians of ${ROUNDS}`,
);
if (!onPath('taskset')) say('taskset is not installed (Debian: util-linux): server and client may share a core');
const binary = compile();
const times = { reference: [] as number[], c: [] as number[] };
for (let i = 0; i < ROUNDS; i++) {
  const first = i % 2 === 0; // the second writes into pages that are already allocated
  if (first) times.reference.push(await reference());
  if (binary !== null) times.c.push(await peer(binary));
  if (!first) times.reference.push(await reference());
}
say(
  `rounds     ${times.reference.map((t) => t.toFixed(2)).join(' ')} against ${times.c.map((t) => t.toFixed(2)).join(' ')} s`,
);
say(`reference  ${rate(median(times.reference))}`);
let slow = false;
if (binary === null) say('C          skipped: there is no cc that compiles bench/c/trains.c');
else {
  const ratios = times.reference.map((took, round) => (times.c[round] as number) / took);
  const ratio = median(ratios);
  slow = ratio < BAR;
  say(`C          ${rate(median(times.c))}`);
  say(`ratio      ${ratio.toFixed(2)}, bar ${BAR} (rounds ${ratios.map((each) => each.toFixed(2)).join(' ')})`);
}
const { idle, peak } = await memory();
say(`client     ${idle} KB when it waits, ${peak} KB at its peak: ${peak - idle} KB more, bar ${MEMORY_BAR_KB}`);
process.exit(slow || peak - idle > MEMORY_BAR_KB ? 1 : 0);

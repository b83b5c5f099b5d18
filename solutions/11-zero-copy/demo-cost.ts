/** The cost of each way, for files of several sizes: a table, and a plot in .lab/zero-copy.svg. */
import { closeSync, mkdirSync, openSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PROJECT } from '../../src/host/project.ts';
import { cpuTime } from '../../src/kit/kernel/proc.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder } from '../../src/stage/train-files.ts';
import { table } from '../../src/text/table.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { readTrace } from '../../src/trace/read.ts';
import { type CostPoint, costPlot } from './demo-cost-plot.ts';
import { drop } from './demo-downloads.ts';

const WAYS = ['copy', 'mmap', 'sendfile', 'splice', 'zerocopy'] as const;
const PLOT = join(PROJECT, '.lab', 'zero-copy.svg');
const MIB = 1 << 20;
const GIB = 1 << 30;
/** Calls that copy bytes into our memory or out of it. */
const COPIES = new Set(['pread', 'recv', 'send']);
const ROUNDS = 3;
/** Answers of one round. The kernel counts CPU time in nanoseconds, so that a hundred small ones suffice. */
const answersOf = (size: number): number => (size >= MIB ? 2 : 100);

interface Cost {
  readonly way: string;
  readonly size: number;
  /** System calls of one answer. */
  readonly calls: number;
  /** Bytes copied between our memory and the kernel, for each byte of the file. */
  readonly copied: number;
  /** CPU time of the server, in nanoseconds for a megabyte. */
  readonly ns: number;
}

export const cost = (stage: Stage): Promise<void> => measure(stage, [4096, 65_536, 16 * MIB]);
export const gigabyte = (stage: Stage): Promise<void> => measure(stage, [GIB]);

function measure(stage: Stage, sizes: readonly number[]): Promise<void> {
  return inFolder(async (folder) => {
    const { bavail, bsize } = statfsSync(folder);
    const fitting = sizes.filter((size) => size === GIB || 2 * size < bavail * bsize); // the gibibyte is a hole
    if (fitting.length < sizes.length) stage.say('The temporary folder has no room for all files: some are left out.');
    for (const size of fitting) makeFile(folder, size);
    stage.say(
      `One client fetches a file again and again, and the kernel drops its bytes. CPU: user and system time of the server, median of ${ROUNDS} rounds. Calls and copies are counted in a recording of one answer.`,
    );
    const costs: Cost[] = [];
    for (const size of fitting) {
      for (const way of WAYS) costs.push(await costOf(stage, folder, way, size));
      show(stage, size, costs);
    }
    if (fitting.length > 1) {
      plot(costs);
      stage.say(`The plot is in ${relative(PROJECT, PLOT)}: any browser shows it.`);
    }
    const of = (way: string): Cost | undefined => costs.findLast((one) => one.way === way);
    stage.claim((of('copy')?.copied ?? 0) >= 2, 'copy: each byte is copied twice, into our memory and out of it');
    stage.claim((of('mmap')?.copied ?? 0) < 1.01, 'mmap: each byte is copied once, out of it');
    for (const way of ['sendfile', 'splice'])
      stage.claim((of(way)?.copied ?? 1) < 0.01, `${way}: no byte of the file enters our memory`);
  });
}

function makeFile(folder: string, size: number): void {
  const path = join(folder, `${size}`);
  if (size < GIB) writeFileSync(path, Buffer.alloc(size, 'x'));
  else {
    closeSync(openSync(path, 'w'));
    truncateSync(path, size);
  }
}

async function costOf(stage: Stage, folder: string, way: string, size: number): Promise<Cost> {
  const answers = size >= GIB ? 1 : answersOf(size);
  const server = await stage.start('server.ts', { args: ['--dir', folder, '--way', way] });
  const peer = await stage.connect(server);
  const samples: number[] = [];
  for (let i = -1; i < (size < GIB ? ROUNDS : 0); i++) {
    const before = cpuTime(server.pid);
    for (let k = 0; k < answers; k++) await drop(peer, `${size}`, size);
    samples.push(((cpuTime(server.pid) - before) * 1e6) / (answers * size));
  }
  peer.close();
  const [first = 0, ...rest] = samples;
  const ns = rest.length === 0 ? first : (rest.sort((a, b) => a - b)[rest.length >> 1] as number);
  return { way, size, ns, ...(await recorded(stage, folder, way, size)) };
}

/** The system calls of one answer, and its copies, from a server that is recorded. */
async function recorded(
  stage: Stage,
  folder: string,
  way: string,
  size: number,
): Promise<{ calls: number; copied: number }> {
  return inFolder(async (trace) => {
    const server = await stage.start('server.ts', {
      args: ['--dir', folder, '--way', way],
      env: { LAB_TRACE: trace },
    });
    const peer = await stage.connect(server);
    await drop(peer, `${size}`, size);
    await server.quiet();
    const lane = readTrace(trace).lanes.find(({ tid }) => tid === server.pid);
    const all = (lane?.events ?? []).filter(({ kind }) => kind === 'call');
    const own = all
      .slice(all.findIndex(({ name }) => name === 'open'))
      .filter(({ name, args }) => !(name === 'write' && args[0] === 2));
    return { calls: own.length, copied: own.reduce((sum, event) => sum + copiedBy(event), 0) / size };
  });
}

const ZEROCOPY = 0x4000000;

/** With MSG_ZEROCOPY the kernel uses our memory itself (over loopback it copies after all, but later). */
function copiedBy({ name, args, result }: TraceEvent): number {
  if (!COPIES.has(name) || result <= 0) return 0;
  return name === 'send' && (Number(args[3]) & ZEROCOPY) !== 0 ? 0 : result;
}

function show(stage: Stage, size: number, costs: readonly Cost[]): void {
  const rows = costs
    .filter((one) => one.size === size)
    .map(({ way, calls, copied, ns }) => [
      way,
      String(calls),
      copied.toFixed(2),
      Math.round(ns / 1000).toLocaleString('en-US'),
    ]);
  stage.show(
    `${nameOf(size)}, each answer`,
    table([['way', 'calls', 'copies a byte', 'CPU µs a MB'], ...rows], 66, { numbers: true, between: '   ' }),
  );
}

export const nameOf = (size: number): string =>
  size >= GIB ? `${size / GIB} GiB` : size >= MIB ? `${size / MIB} MiB` : `${size / 1024} KiB`;

function plot(costs: readonly Cost[]): void {
  const points: CostPoint[] = costs.map(({ way, size, ns }) => ({ way, size: nameOf(size), us: ns / 1000 }));
  mkdirSync(dirname(PLOT), { recursive: true });
  writeFileSync(PLOT, costPlot(points));
}

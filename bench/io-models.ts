import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ioUringProblem } from '#sys';
import { Running as LessonProgram } from '../src/cli/terminal/running.ts';
import { referenceFile } from '../src/course/files/reference.ts';
import { onPath } from '../src/host/on-path.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';

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
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

interface Running {
  readonly port: number;
  end(): Promise<void> | void;
}

/** Started without observation, which would take time of both cores. */
async function ours(lesson: string, file: string): Promise<Running> {
  const path = referenceFile(lesson, file);
  const server = await LessonProgram.start(path, { args: ['--port', '0'], stdio: ['ignore', 'pipe', 'pipe'] });
  server.onLine(() => {});
  const port = await server.port();
  if (port === null) throw new Error(`${file} did not listen`);
  execFileSync('taskset', ['-a', '-c', '-p', '0', String(server.pid)], { stdio: 'ignore' });
  return { port, end: () => server.end() };
}

async function program(command: string, args: readonly string[] = []): Promise<Running> {
  const child: ChildProcess = spawn('taskset', ['-c', '0', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { port: Number(/:(\d+)/.exec(line.toString())?.[1]), end: () => void child.kill('SIGKILL') };
}

async function echoes({ port }: Running, connections: number): Promise<number> {
  const args = ['-c', '1', join(folder, 'load'), String(port), String(connections), String(SECONDS)];
  const child = spawn('taskset', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [out] = (await once(child.stdout, 'data')) as [Buffer];
  return Number(out.toString());
}

const PEERS: Readonly<Record<string, () => Promise<Running>>> = {
  proactor: () => ours('15-io-models', 'proactor.ts'),
  'epoll loop in C': () => program(join(folder, 'echo')),
  'proactor in C': () => program(join(folder, 'ring')),
  reactor: () => ours('09-reactor', 'echo.ts'),
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

let failed = false;
say(`node ${process.version}, servers on core 0, the client on core 1, ${ROUNDS} rounds`);
for (const connections of [100, 1000] as const) {
  const seen: Record<string, number[]> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, start] of Object.entries(PEERS)) {
      const server = await start();
      try {
        seen[name] = [...(seen[name] ?? []), await echoes(server, connections)];
      } finally {
        await server.end();
      }
    }
  }
  say(`\n${connections} connections, 64 bytes`);
  for (const [name, rates] of Object.entries(seen))
    say(`  ${name.padEnd(18)}${Math.round(median(rates)).toLocaleString('en-US').padStart(10)} /s`);
  const ratio = (peer: string): number =>
    median((seen['proactor'] ?? []).map((rate, round) => rate / (seen[peer]?.[round] ?? Number.NaN)));
  for (const [peer, bar] of [
    ['epoll loop in C', BARS[connections].c],
    ['proactor in C', BARS[connections].ring],
    ['reactor', 0],
    ['node:net', 0],
  ] as const) {
    if (!(ratio(peer) >= bar)) failed = true; // NaN, if nothing was measured, is a miss too
    say(`  proactor: ${ratio(peer).toFixed(2)} of ${peer}${bar > 0 ? `, bar ${bar}` : ''}`);
  }
}
process.exit(failed ? 1 : 0);

/**
 * The message server of lesson 13: packets of 64 bytes against the same on node:net, random packets, jobs of clients that vanish, and
 * 10,000 clients that ping. The server runs on the first core, its clients on the second. Exits 1 if a bar is missed.
 * `seconds=N` is the time of the pings, `seed=N` that of the random numbers.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceFile } from '../src/course/files/reference.ts';
import { onPath } from '../src/host/on-path.ts';
import type { Jobs, Pings, Randoms } from './net/message-load.ts';
import { client, lessonProgram, measured, program, Rates, type Running } from './net/peers.ts';

const argument = (name: string, usual: number): number =>
  Number(process.argv.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual);
const SECONDS = argument('seconds', 300);
const SEED = argument('seed', Math.floor(Math.random() * 2 ** 31));
const CLIENTS = 10_000;
const PACKETS = 1_000_000;
const JOBS = 100_000;
const ROUNDS = 5;
const PACKET_BAR = 100_000;
/** A run of pings whose memory grows by more than this share of its size is not flat. */
const GROWTH = 0.05;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const many = (value: number): string => Math.round(value).toLocaleString('en-US');
let missed = false;
function bar(right: boolean, text: string): void {
  say(`${text}${right ? '' : '   MISSED'}`);
  missed ||= !right;
}

const server = (...args: string[]): Promise<Running> =>
  lessonProgram(referenceFile('13-message-server', 'server.ts'), args);
async function load<T>(name: string, { port }: Running, ...numbers: number[]): Promise<T> {
  const file = join(import.meta.dirname, 'net', 'message-load.ts');
  const args = ['--import', 'tsx', file, name, String(port), ...numbers.map(String)];
  return JSON.parse(await client(process.execPath, args)) as T;
}
const status = (pid: number): string => readFileSync(`/proc/${pid}/status`, 'utf8');
const residentKb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(status(pid))?.[1]);
/** User and system time of a process, in seconds. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

if (!onPath('taskset')) {
  say('taskset is not installed: with clients and servers on the same core the rates say nothing (Debian: util-linux)');
  process.exit(1);
}
say(`node ${process.version}, server on core 0, clients on core 1, seed ${SEED}`);

say('\npackets of 64 bytes, 50 clients, 64 under way for each');
const seen = await measured(
  {
    ours: () => server(),
    node: () => program(process.execPath, [join(import.meta.dirname, 'net', 'packets.mjs')]),
  },
  (running) => load<number>('packets', running, 50, 2),
  ROUNDS,
);
const rates = new Rates();
rates.row('node:net', seen['node']);
rates.row('lesson 13', seen['ours'], { peer: 'node:net', values: seen['node'] });
const rate = (seen['ours'] ?? []).toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0;
bar(rate >= PACKET_BAR, `${many(rate)} packets a second, bar ${many(PACKET_BAR)}`);

{
  say(`\n${many(PACKETS)} random packets`);
  const running = await server('--rest', '0');
  const before = residentKb(running.pid);
  const { packets, connections, served } = await load<Randoms>('random', running, PACKETS, SEED);
  const after = residentKb(running.pid);
  await running.end();
  bar(
    served,
    `${many(packets)} packets over ${many(connections)} connections; afterwards a client is ${served ? '' : 'not '}served; ${many(before / 1024)} MB before, ${many(after / 1024)} MB after`,
  );
}
{
  say(`\n${many(JOBS)} jobs of clients that vanish at random, 128 slots without a rest`);
  const running = await server('--slots', '128', '--rest', '0', '--workers', '2');
  const { jobs, answers, refused, vanished, strangers } = await load<Jobs>('jobs', running, JOBS, SEED);
  await running.end();
  bar(
    strangers === 0 && answers > 0 && vanished > 0,
    `${many(jobs)} jobs: ${many(answers)} answered, ${many(refused)} refused; ${many(vanished)} clients vanished before an answer; ${strangers} answers for somebody else`,
  );
}
{
  say(`\n${many(CLIENTS)} clients that ping each second, for ${SECONDS} s`);
  const running = await server('--slots', String(CLIENTS), '--interval', '1000', '--margin', '1000');
  const empty = residentKb(running.pid);
  const over = load<Pings>('pings', running, CLIENTS, SECONDS);
  const sizes: number[] = [];
  const cpu = cpuSeconds(running.pid);
  const timer = setInterval(() => sizes.push(residentKb(running.pid)), 1000);
  const { pings, answers, putOut } = await over;
  clearInterval(timer);
  const busy = (cpuSeconds(running.pid) - cpu) / sizes.length;
  await running.end();
  // The first third belongs to the connections and to the compiler.
  const settled = sizes.slice(sizes.length / 3);
  const half = settled.length >> 1;
  const most = (values: readonly number[]): number => Math.max(...values);
  const growth = most(settled.slice(half)) / most(settled.slice(0, half)) - 1;
  bar(putOut === 0 && answers === pings, `${many(pings)} pings, ${many(answers)} answers, ${putOut} clients put out`);
  bar(
    growth < GROWTH,
    `${many(most(settled) / 1024)} MB, ${((most(settled) - empty) / CLIENTS).toFixed(1)} KB for each connection; ${(100 * growth).toFixed(1)} % more in the second half; ${Math.round(100 * busy)} % of a core`,
  );
}
process.exit(missed ? 1 : 0);

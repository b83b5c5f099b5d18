/** What the scenes and the walkthrough of lesson 15 share: the five models, three senders, and what /proc says of them. */
import { O_ASYNC, O_NONBLOCK, POLLIN, poll, recv, send } from '#sys';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { blockedIn, isZombie, socketInodes, threadsOf } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { Stage } from '../../src/stage/stage.ts';

export interface Model {
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
  /** It never sleeps. */
  readonly spins?: true;
}

export const MODELS: readonly Model[] = [
  { name: '1 blocking', file: 'blocking.ts' },
  { name: '2 polling', file: 'polling.ts', spins: true },
  { name: '2 polling, pause 1 ms', file: 'polling.ts', args: ['--pause', '1'] },
  { name: '3 multiplexed', file: 'multiplexed.ts' },
  { name: '4 SIGIO', file: 'sigio.ts' },
  { name: '4 real-time signal', file: 'realtime.ts' },
  { name: '5 aio of libc', file: 'aio.ts' },
  { name: '5 io_uring', file: 'completions.ts' },
];

export type Senders = readonly [Peer, Peer, Peer];

/** A model with three senders, all accepted. */
export async function gathered(
  stage: Stage,
  { file, args = [] }: Model,
  options: { readonly mistake?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<{ program: ObservedProgram; senders: Senders }> {
  const program = await stage.start(file, { args: ['--senders', '3', ...args], ...options });
  const senders = [await stage.connect(program), await stage.connect(program), await stage.connect(program)] as const;
  for (const sender of senders)
    await program.waitFor('the connection to be accepted', () => (sender.serverRow?.inode ?? 0) > 0);
  return { program, senders };
}

const buffer = Buffer.alloc(4096);
const ANSWER_MS = 10_000;

/** Sends a line and waits for its acknowledgment, with as little work as possible. */
export function roundTrip(sender: Peer, number: number): boolean {
  send(sender.fd, Buffer.from(`${number}\n`));
  const [ready] = poll([{ fd: sender.fd, events: POLLIN }], ANSWER_MS);
  return ready !== 0 && (recv(sender.fd, buffer) ?? 0) > 0;
}

/** A sender's lines, and whether they are acknowledged. */
export async function acknowledged(sender: Peer, numbers: readonly number[]): Promise<boolean> {
  return sender.expect(Buffer.from(numbers.map((number) => `ok ${number}\n`).join(''))).then(
    () => true,
    () => false,
  );
}

/** Ends the senders and the program, which may be one that never sleeps. */
export async function ended(program: ObservedProgram, senders: Senders): Promise<void> {
  for (const sender of senders) sender.close();
  program.asked = true;
  await program.waitFor('the end', () => program.exited, { alive: false }).catch(() => {});
  await program.end();
}

const has = (flags: number, bit: number, name: string): string[] => ((flags & bit) === 0 ? [] : [name]);

/** Where each thread of the model waits that is not one of Node's own. */
export function whereItSleeps(program: ObservedProgram, senders: Senders): string[] {
  const sockets = (pid: number): number[] =>
    senders.flatMap((sender) => socketInodes(pid).get(sender.serverRow?.inode ?? -1) ?? []);
  return program
    .processes()
    .filter((process) => !isZombie(process))
    .flatMap(({ pid }) => {
      const own = sockets(pid);
      const flags = descriptorFlags(pid, own[0] ?? -1) ?? 0;
      const set = [...has(flags, O_NONBLOCK, 'O_NONBLOCK'), ...has(flags, O_ASYNC, 'O_ASYNC')].join(' ');
      const main = `${pid === program.pid ? 'program' : 'child'} ${pid}  ${program.blockedIn(pid)}  sockets ${own.join(' ') || 'none'}  ${set}`;
      return [main.trimEnd(), ...hidden(pid, own)];
    });
}

/** Threads that sleep in a read of one of these sockets: libc's, for its aio. */
function hidden(pid: number, sockets: readonly number[]): string[] {
  return threadsOf(pid)
    .filter(({ pid: tid }) => tid !== pid)
    .map(({ pid: tid }) => ({ tid, call: blockedIn(pid, tid) ?? '' }))
    .filter(({ call }) => sockets.some((fd) => call === `read(${fd})`))
    .map(({ tid, call }) => `   thread ${tid}  ${call}`);
}

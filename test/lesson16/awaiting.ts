/** Segments that take time: predict.ts has to wait for what its peer has done. */
import {
  BPF_ABS,
  BPF_B,
  BPF_JMP,
  BPF_JSET,
  BPF_K,
  BPF_LD,
  BPF_RET,
  SO_ATTACH_FILTER,
  SO_DETACH_FILTER,
  SOL_SOCKET,
  setsockopt,
  sockFprog,
} from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import { rowBetween, rowsOf, type TcpRow } from '../../src/kit/kernel/tcp.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { ACCEPTS } from '../support/calls.ts';
import { PREDICT } from './lesson.ts';
import { onSocketOf } from './sockets.ts';

const LONG_MS = 20_000;
/** The byte of a TCP header with the flags. RFC 9293 */
const FLAGS_AT = 13;
const FIN = 0x01;
const RST = 0x04;

/** Drops the segments that have one of these flags. */
const without = (flags: number): Uint8Array =>
  sockFprog([
    { code: BPF_LD | BPF_B | BPF_ABS, k: FLAGS_AT },
    { code: BPF_JMP | BPF_JSET | BPF_K, k: flags, jt: 1 },
    { code: BPF_RET | BPF_K, k: 65_536 },
    { code: BPF_RET | BPF_K, k: 0 },
  ]);

interface Late {
  readonly situation: string;
  /** What comes late: the FIN of the peer, or its answer to the first write. */
  readonly flags: number;
  readonly what: string;
}

export const LATE: readonly Late[] = [
  { situation: 'half', flags: FIN, what: 'the FIN of the peer' },
  { situation: 'copy-shutdown', flags: FIN, what: 'the FIN of the peer' },
  { situation: 'fin', flags: RST, what: 'the reset that answers the first write' },
];

/** The end of predict.ts that reads and writes: the one that is not held by the program's accept, which made the newest socket. */
function endsOf(pid: number): readonly TcpRow[] {
  return rowsOf(pid).filter(({ state }) => state !== 'LISTEN');
}

/**
 * Brings a situation about in which this segment gets lost at first, and is sent again after 0.2 s, or its reason is. Returns what the kernel
 * says then, in the program's words.
 */
export async function lateOutcomes(t: TestContext, { situation, flags, what }: Late): Promise<string> {
  const stop = [{ calls: ACCEPTS, signal: 'SIGSTOP' as const, at: [1] }];
  const program = await t.watch(PREDICT, { args: ['--situation', situation], faults: stop });
  await program.waitFor(
    'a connection',
    () => processInfo(program.pid)?.state === 'T' && endsOf(program.pid).length > 0,
  );
  // The client has bound its port before it connected, and the server's end has the port of the listener.
  const listener = rowsOf(program.pid).find(({ state }) => state === 'LISTEN');
  const ours = endsOf(program.pid).find(({ localPort }) => localPort !== listener?.localPort);
  if (ours === undefined) throw new Error('the connection has no client');
  const setFilter = (option: number, value: number | Uint8Array): void =>
    void onSocketOf(program, ours.inode, (fd) => setsockopt(fd, SOL_SOCKET, option, value as Uint8Array));
  setFilter(SO_ATTACH_FILTER, without(flags));
  program.signal('SIGCONT');
  const resent = (): boolean =>
    [rowBetween(ours.localPort, ours.remotePort), rowBetween(ours.remotePort, ours.localPort)].some(
      (row) => (row?.resent ?? 0) > 0,
    );
  await until(() => program.exited !== null || resent() || null, LONG_MS);
  t.note(`predict.ts --situation ${situation}: ${what} gets lost, and is sent again`);
  setFilter(SO_DETACH_FILTER, 0);
  const exit = await program.exit();
  t.expect(exit.code === 0, {
    expected: 'exit status 0',
    saw: `${describeExit(exit)}: ${program.log.at(-1) ?? ''}`,
  });
  return /^ *kernel: *(.*)$/m.exec(program.output.out)?.[1] ?? '';
}

/** hold.ts holds a socket in a state; the kernel's table says whether it does. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import { allListeners, rowBetween, type TcpRow } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { HOLD } from './lesson.ts';

const LONG_MS = 20_000;

type Look = (seen: string | null) => string | undefined;

export interface Holding {
  readonly state: string;
  /** The state of the other end. */
  readonly peer?: string;
  /** The known mistake that another state of the held end points at; null: the kernel has no such connection. */
  readonly looksLike?: Look;
}

export interface Held {
  readonly program: ObservedProgram;
  readonly local: number;
  readonly remote: number;
}

const describeRow = (row: TcpRow | null): string => row?.state ?? 'no such connection';

function rowOf({ local, remote }: Held): TcpRow | null {
  if (remote !== 0) return rowBetween(local, remote);
  return allListeners().find(({ localPort }) => localPort === local) ?? null;
}

const evidence = (held: Held): string[] => [
  `${held.local} > ${held.remote}: ${describeRow(rowOf(held))}`,
  ...(held.remote === 0 ? [] : [`${held.remote} > ${held.local}: ${describeRow(rowBetween(held.remote, held.local))}`]),
];

/** Until nothing moves, or a segment that got no answer is sent again: the state has lasted for longer than segments take. */
async function quietOrUnanswered(held: Held): Promise<void> {
  let quiet = false;
  const unanswered = until(() => quiet || (rowOf(held)?.resent ?? 0) > 0, LONG_MS);
  await Promise.race([held.program.quiet(), unanswered]).finally(() => {
    quiet = true;
  });
}

/** Starts hold.ts, and checks that it holds what it says: the state stays until it is told to go on. */
export async function hold(t: TestContext, { state, peer, looksLike }: Holding): Promise<Held> {
  const program = await t.watch(HOLD, { args: ['--state', state] });
  const [, name, local, remote] = await t.step(`hold.ts --state ${state}, and waited for it to hold`, () =>
    program.waitFor(`"holding ${state}"`, () => /^holding (\S+) (\d+) (\d+)$/m.exec(program.output.out), {
      diagnose: () => looksLike?.(stateInLog(program)),
    }),
  );
  const held = { program, local: Number(local), remote: Number(remote) };
  await program.waitFor(
    'the program to wait for its standard input',
    () => program.blockedIn()?.startsWith('read') !== false,
  );
  // A handshake that is not complete repeats its segment: the kernel never sleeps over it, and nothing else happens.
  if (state !== 'SYN_RECV') await quietOrUnanswered(held);
  const row = rowOf(held);
  t.expect(row?.state === state && name === state, {
    expected: `the end with port ${local} in ${state}`,
    saw: describeRow(row),
    kernel: evidence(held),
    looksLike: looksLike?.(row?.state ?? null),
  });
  if (peer !== undefined) {
    const other = rowBetween(held.remote, held.local);
    t.expect(other?.state === peer, {
      expected: `the other end in ${peer}`,
      saw: describeRow(other),
      kernel: evidence(held),
    });
  }
  return held;
}

/** The state in which the program has found the socket, when it gave up. */
const stateInLog = ({ log }: ObservedProgram): string | null =>
  /the socket is in (\w+)/.exec(log.at(-1) ?? '')?.[1] ?? null;

/** The process has the socket open: the kernel would forget a closed one by and by. */
export function expectOpen(t: TestContext, held: Held, looksLike?: string): void {
  const row = rowOf(held);
  t.expect(row !== null && socketInodes(held.program.pid).has(row.inode), {
    expected: 'a socket that the program has open',
    saw:
      row === null
        ? 'no socket'
        : `${row.state}, inode ${row.inode}, ${row.timer === null ? 'no timer' : `forgotten in ${Math.round(row.timer.ms / 1000)} s`}`,
    kernel: evidence(held),
    looksLike,
  });
}

/** Tells it to go on: the connection ends in good order, and this end of it stays in TIME_WAIT; null: neither does. */
export async function expectEnd(t: TestContext, held: Held, first: 'local' | 'remote' | null): Promise<void> {
  const { program, local, remote } = held;
  program.stdin?.write('go on\n');
  const exit = await t.step('told it to go on', () => program.exit());
  t.expect(exit.code === 0 && program.output.out.includes('over'), {
    expected: '"over" and exit status 0',
    saw: `${describeExit(exit)}: ${program.log.at(-1) ?? 'no message'}`,
    kernel: evidence(held),
  });
  if (first === null) return;
  const row = first === 'local' ? rowBetween(local, remote) : rowBetween(remote, local);
  t.expect(row?.state === 'TIME_WAIT', {
    expected: `after a good end, TIME_WAIT at the end that closed first (port ${first === 'local' ? local : remote})`,
    saw: describeRow(row),
    kernel: evidence(held),
    looksLike: row === null ? 'left-alone' : undefined,
  });
}

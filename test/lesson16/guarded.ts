/** absent.ts, its client, and the connection between them as the kernel has it. */
import {
  BPF_ABS,
  BPF_B,
  BPF_JEQ,
  BPF_JMP,
  BPF_K,
  BPF_LD,
  BPF_RET,
  type Fd,
  IPPROTO_TCP,
  SO_ATTACH_FILTER,
  SO_DETACH_FILTER,
  SOL_SOCKET,
  setsockopt,
  sockFprog,
  TCP_KEEPIDLE,
  tcpInfo,
} from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { Finding } from '../../src/kit/finding.ts';
import type { TcpRow } from '../../src/kit/kernel/tcp.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { Fault } from '../../src/sys/core/faults.ts';
import { ABSENT } from './lesson.ts';
import { onSocketOf } from './sockets.ts';

/** Far more than all times of these tests together. */
const LONG_MS = 30_000;
/** The kernel's table lacks a timer for the moment in which it runs: only many looks in a row say that there is none. */
const LOOKS = 25;

export interface Guarded {
  readonly server: ObservedProgram;
  readonly client: Peer;
}

/** Starts absent.ts with these options; its client is guarded. */
export async function guarded(
  t: TestContext,
  args: readonly string[],
  faults: readonly Fault[] = [],
): Promise<Guarded> {
  const server = await t.start(ABSENT, { args, faults });
  const client = await t.connect(server);
  await t.step('a client connected; waited for "guarded" in the log', () =>
    server.waitFor('"guarded" in the log', () => server.log.some((line) => line.includes('guarded'))),
  );
  return { server, client };
}

/** A look at the server's end of the connection. */
export const onSocket = <T>({ server, client }: Guarded, look: (fd: Fd) => T): T | null =>
  onSocketOf(server, client.serverRow?.inode, look);

/** From now on the kernel drops all that comes for this client: it answers nothing, as if its machine had lost its power. */
export function vanish(t: TestContext, { client }: Guarded): void {
  setsockopt(client.fd, SOL_SOCKET, SO_ATTACH_FILTER, sockFprog([{ code: BPF_RET | BPF_K, k: 0 }]));
  t.note('the client vanishes: a filter drops every segment that comes for it');
}

/** The client hears again. */
export function comeBack({ client }: Guarded): void {
  setsockopt(client.fd, SOL_SOCKET, SO_DETACH_FILTER, 0);
}

/** The byte of a TCP header with the flags; an RST that answers no segment has an ACK as well. tcp(7), RFC 9293 */
const FLAGS_AT = 13;
const RST_ACK = 0x14;

const withoutResets = sockFprog([
  { code: BPF_LD | BPF_B | BPF_ABS, k: FLAGS_AT },
  { code: BPF_JMP | BPF_JEQ | BPF_K, k: RST_ACK, jt: 1 },
  { code: BPF_RET | BPF_K, k: 65_536 },
  { code: BPF_RET | BPF_K, k: 0 },
]);

/**
 * The client's kernel forgets the connection, as by a new start of its machine: the RST of the client's close gets lost. A later one, the answer
 * to what the server sends, arrives.
 */
export function forget(t: TestContext, it: Guarded): void {
  onSocket(it, (fd) => setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, withoutResets));
  it.client.reset();
  t.note('the client resets the connection, and a filter drops its RST: the server hears nothing of it');
}

export const newsOf = ({ server }: Guarded): string[] =>
  server.log.flatMap((line) => /news: (\S+)/.exec(line)?.[1] ?? []);

const describe = (row: TcpRow | null): string =>
  row === null
    ? 'none'
    : `${row.state}, ${row.timer === null ? 'no timer' : `${row.timer.kind} in ${row.timer.ms} ms`}`;

/** Without a timer that expires soon, the kernel does nothing for this connection by itself. */
const withoutTimer = ({ timer }: TcpRow): boolean => timer === null || timer.ms > LONG_MS;

/** Waits until `probe` holds: true. False when the connection is over, or `hopeless` says that nothing will happen to it. */
async function untilSo(
  { client }: Guarded,
  hopeless: (row: TcpRow) => boolean,
  probe: () => boolean,
): Promise<boolean> {
  let looks = 0;
  const over = await until(() => {
    if (probe()) return 'so';
    const row = client.serverRow;
    looks = row !== null && hopeless(row) ? looks + 1 : 0;
    return row === null || looks >= LOOKS ? 'not so' : null;
  }, LONG_MS);
  return over === 'so';
}

interface Ending {
  /** The known mistake that the last row of a connection without an end points at. */
  readonly looksLike: (row: TcpRow | null) => string | undefined;
  readonly hopeless?: (row: TcpRow) => boolean;
  /** Done between two looks. */
  readonly meanwhile?: () => void;
}

/** Waits for the end of the server, and returns its last news. A program that sleeps until a timer of the kernel expires is not stuck. */
export async function ending(it: Guarded, { looksLike, hopeless = withoutTimer, meanwhile }: Ending): Promise<string> {
  const { server, client } = it;
  let row: TcpRow | null = null;
  await untilSo(it, hopeless, () => {
    meanwhile?.();
    row = client.serverRow ?? row;
    return server.exited !== null;
  });
  const expected = 'the server to find out, and to end';
  try {
    await server.waitFor(expected, () => server.exited !== null, { alive: false });
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    const kernel = [...(error.details.kernel ?? []), `the server's end: ${describe(client.serverRow)}`];
    const saw = `${error.details.saw}; its news: ${newsOf(it).join(', ') || 'none'}`;
    throw new Finding({ expected, saw, kernel, looksLike: looksLike(row) });
  }
  await server.exit();
  return newsOf(it).at(-1) ?? 'none';
}

/** Keepalive's questions without an answer so far. */
export const questions = (it: Guarded): number => onSocket(it, (fd) => tcpInfo(fd).probes) ?? 0;

/** Waits for a question without an answer. */
export const untilAsked = (it: Guarded): Promise<boolean> => untilSo(it, withoutTimer, () => questions(it) > 0);

/**
 * A connection that has been silent for TCP_KEEPIDLE when that is set is asked at once: so nobody has to wait for the interval, which is a
 * second or more.
 */
export function hasten(it: Guarded): void {
  onSocket(it, (fd) => setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, 1));
}

import { readFileSync } from 'node:fs';
import { socketInodes } from './proc.ts';
import { procNetTcp } from './proc-net-tcp.ts';
import { SockDiag } from './sock-diag.ts';
import { ALL_STATES, LISTEN, type TcpRow, type TcpTable, TIME_WAIT } from './tcp-row.ts';

export type { TcpRow } from './tcp-row.ts';

let known: TcpTable | null = null;

function table(): TcpTable {
  known ??= SockDiag.open() ?? procNetTcp;
  return known;
}

/** All IPv4 rows. Not an atomic snapshot: wait for a condition, do not count while traffic flows. */
export const tcpRows = (): TcpRow[] => table().rows(ALL_STATES);

const LIVE = ALL_STATES & ~(1 << TIME_WAIT);

/**
 * All IPv4 rows but those in TIME_WAIT, of which a busy machine has ten thousands: no process holds one, and nothing moves in it.
 * The kernel leaves them out, so that the answer stays short.
 */
export const liveRows = (): TcpRow[] => table().rows(LIVE);

/** The rows with this port at either end. */
export const rowsAt = (port: number): TcpRow[] =>
  tcpRows().filter(({ localPort, remotePort }) => localPort === port || remotePort === port);

/** The rows whose sockets this process holds. */
export const rowsOf = (pid: number): TcpRow[] => held(pid, LIVE);

/** The listening sockets that this process holds. */
export const listenersOf = (pid: number): TcpRow[] => held(pid, 1 << LISTEN);

export const allListeners = (): TcpRow[] => table().rows(1 << LISTEN);

function held(pid: number, states: number): TcpRow[] {
  const inodes = socketInodes(pid);
  return inodes.size === 0
    ? []
    : table()
        .rows(states)
        .filter(({ inode }) => inodes.has(inode));
}

/** This end of the connection between two ports of 127.0.0.1. */
export const rowBetween = (localPort: number, remotePort: number): TcpRow | null =>
  table().between(localPort, remotePort);

/** The inodes of all UNIX sockets; Node's pipes to a child are among them. */
export function unixInodes(): number[] {
  const rows = readFileSync('/proc/net/unix', 'utf8').split('\n').slice(1);
  return rows.map((row) => Number(row.trim().split(/\s+/)[6])).filter((inode) => inode > 0);
}

import { readFileSync } from 'node:fs';
import { socketInodes } from './proc.ts';

/** A row of /proc/net/tcp: one end of a connection, or a listener. proc_net_tcp(5) */
export interface TcpRow {
  readonly state: string;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remotePort: number;
  /** Bytes sent and not yet acknowledged, plus one for a FIN. */
  readonly txQueue: number;
  /** Bytes that nobody has read; of a listener, the connections that nobody has accepted. */
  readonly rxQueue: number;
  /** 0 when no process holds the socket: not accepted yet, or on its way out. */
  readonly inode: number;
}

const STATES = [
  '?',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'NEW_SYN_RECV',
];

/** All IPv4 rows. Not one atomic look: wait for a condition, do not count while traffic flows. */
export const tcpRows = (): TcpRow[] => lines().map(parseRow);

const lines = (): string[] =>
  readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .slice(1)
    .filter((row) => row !== '');

/** The rows that one end has on this port. A thousand others, in TIME_WAIT for a minute, cost little. */
export function rowsAt(port: number): TcpRow[] {
  const hex = `:${portHex(port)} `;
  return lines()
    .filter((line) => line.includes(hex))
    .map(parseRow);
}

function parseRow(row: string): TcpRow {
  const [, local = '', remote = '', state = '0', queues = '0:0', , , , , inode = '0'] = row.trim().split(/\s+/);
  const [txQueue = '0', rxQueue = '0'] = queues.split(':');
  return {
    state: STATES[Number.parseInt(state, 16)] ?? '?',
    localAddress: parseAddress(local.split(':')[0] ?? ''),
    localPort: Number.parseInt(local.split(':')[1] ?? '0', 16),
    remotePort: Number.parseInt(remote.split(':')[1] ?? '0', 16),
    txQueue: Number.parseInt(txQueue, 16),
    rxQueue: Number.parseInt(rxQueue, 16),
    inode: Number(inode),
  };
}

/** The kernel prints the address as one number in the machine's byte order. */
function parseAddress(hex: string): string {
  return [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.');
}

/** The rows whose sockets this process holds. */
export function rowsOf(pid: number): TcpRow[] {
  const inodes = socketInodes(pid);
  if (inodes.size === 0) return [];
  return lines()
    .filter((line) => !TIME_WAIT.test(line))
    .map(parseRow)
    .filter((row) => inodes.has(row.inode));
}

/** Such a row belongs to nobody. */
const TIME_WAIT = /^ *\d+: \S+ \S+ 06 /;

const LOOKS = 3;

/**
 * This end of the connection between two ports of the loopback interface. The kernel prints its table in pieces, and while
 * others come and go a row may be left out: one that seems to be gone is looked for again.
 */
export function rowBetween(localPort: number, remotePort: number): TcpRow | null {
  const ends = new RegExp(`:${portHex(localPort)} [0-9A-F]{8}:${portHex(remotePort)} `);
  for (let look = 0; look < LOOKS; look++) {
    const row = lines().find((line) => ends.test(line));
    if (row !== undefined) return parseRow(row);
  }
  return null;
}

const portHex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

/** True while the kernel still has something of this port's traffic under way. */
export function inFlight(port: number): boolean {
  return rowsAt(port).some(
    (row) =>
      row.state === 'SYN_SENT' || row.state === 'SYN_RECV' || row.state === 'FIN_WAIT1' || row.state === 'LAST_ACK',
  );
}

/** The inodes of all unix-domain sockets: Node's pipes to a child are such. */
export function unixInodes(): number[] {
  const rows = readFileSync('/proc/net/unix', 'utf8').split('\n').slice(1);
  return rows.map((row) => Number(row.trim().split(/\s+/)[6])).filter((inode) => inode > 0);
}

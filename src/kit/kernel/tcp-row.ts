/** What the kernel knows of a TCP socket: one end of a connection, or a listener. proc_net_tcp(5), sock_diag(7) */
export interface TcpRow {
  readonly state: string;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remotePort: number;
  /** Bytes sent and not yet acknowledged, plus one for a FIN. */
  readonly txQueue: number;
  /** Bytes that nobody has read; of a listener, the connections that nobody has accepted. */
  readonly rxQueue: number;
  /** Of a listener: the backlog. A client is turned away while rxQueue is above it. Null for others, and where only netlink would know. */
  readonly backlog: number | null;
  /** While the kernel waits for an acknowledgement before it sends again: how often it already has. Null while it does not. */
  readonly resent: number | null;
  /** 0 when no process holds the socket: not accepted yet, or on its way out. */
  readonly inode: number;
}

/** By the kernel's own numbers, include/net/tcp_states.h. */
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

export const TIME_WAIT = 6;
export const LISTEN = 10;
/** The timer that a row names when the kernel will send again what has not been acknowledged. proc_net_tcp(5) `tr` */
export const RETRANSMISSION = 1;
/** One bit for each state. */
export const ALL_STATES = (1 << STATES.length) - 1;

export const stateName = (state: number): string => STATES[state] ?? '?';

/** Where the kernel keeps its sockets. Rows of IPv4 only. */
export interface TcpTable {
  /** Those in one of these states, a bit for each. Not one atomic look: wait for a condition, do not count while traffic flows. */
  rows(states: number): TcpRow[];
  /** This end of the connection between two ports of 127.0.0.1. */
  between(localPort: number, remotePort: number): TcpRow | null;
}

import { TCP_STATES } from '#sys';

/** A TCP socket in the kernel's table: one end of a connection, or a listener. proc_net_tcp(5), sock_diag(7) */
export interface TcpRow {
  readonly state: string;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remotePort: number;
  /** Bytes sent and not yet acknowledged, plus one for a FIN. */
  readonly txQueue: number;
  /** Bytes that have not been read; of a listener, the connections that have not been accepted. */
  readonly rxQueue: number;
  /** Of a listener: the backlog; a SYN is dropped while rxQueue is above it. Null for others, and where netlink is not available. */
  readonly backlog: number | null;
  /** While the retransmission timer runs: the number of retransmissions so far. Null while it does not run. */
  readonly resent: number | null;
  readonly timer: TcpTimer | null;
  /** 0 when no process holds the socket: not accepted yet, or already closed. */
  readonly inode: number;
}

/** The timer that runs for a socket. */
export interface TcpTimer {
  readonly kind: TimerKind;
  /** The time until it expires, in milliseconds. */
  readonly ms: number;
}

/** By the kernel's number, from 1 on. proc_net_tcp(5) `tr` */
const TIMERS = ['retransmission', 'keepalive', 'time-wait', 'probe'] as const;
export type TimerKind = (typeof TIMERS)[number];

/** Null when no timer runs, which is number 0. */
export function timerOf(number: number, ms: number): TcpTimer | null {
  const kind = TIMERS[number - 1];
  return kind === undefined ? null : { kind, ms };
}

export const TIME_WAIT = 6;
export const LISTEN = 10;
/** The timer of a row that runs for a retransmission. proc_net_tcp(5) `tr` */
export const RETRANSMISSION = 1;
/** One bit for each state. */
export const ALL_STATES = (1 << TCP_STATES.length) - 1;

export const stateName = (state: number): string => TCP_STATES[state] ?? '?';

/** A way to read the kernel's table of sockets. Rows of IPv4 only. */
export interface TcpTable {
  /** The rows in one of these states, a bit for each. Not an atomic snapshot: wait for a condition, do not count while traffic flows. */
  rows(states: number): TcpRow[];
  /** This end of the connection between two ports of 127.0.0.1. */
  between(localPort: number, remotePort: number): TcpRow | null;
}

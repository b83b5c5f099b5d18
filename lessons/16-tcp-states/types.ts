/** The words that the files of this lesson share. */
import type { TcpState } from '#sys';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A row of the kernel's table: one end of a connection, or a listener. proc_net_tcp(5) */
export interface Row {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly state: TcpState;
  /** tx_queue: bytes that the peer has not acknowledged, and 1 for a FIN. */
  readonly unacknowledged: number;
  /** rx_queue: bytes that the program has not read, and 1 for a FIN; of a listener, the connections that wait for accept. */
  readonly unread: number;
  readonly timer: Timer | null;
  /** The socket's number, as in /proc/PID/fd; 0 when no process holds it. */
  readonly inode: number;
}

/** The names of the timers, by the kernel's number. */
export const TIMERS = ['none', 'retransmission', 'keepalive', 'TIME_WAIT', 'probe'] as const;

export interface Timer {
  readonly kind: (typeof TIMERS)[number];
  /** The time until it expires. */
  readonly ms: number;
}

/** An end of a connection that is held in a state until `goOn` is called. */
export interface Held {
  readonly state: TcpState;
  readonly local: number;
  /** 0 of a listener. */
  readonly remote: number;
  /** Lets the connection come to its end in good order. */
  goOn(): void;
}

/** The outcome of a call: `5 bytes`, `waits` (EAGAIN on a non-blocking socket), or the name of an error. `0 bytes` of a read is the end of the stream. */
export type Outcome = string;

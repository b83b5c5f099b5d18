import { IPPROTO_TCP, TCP_INFO } from '../constants.ts';
import type { Fd } from '../core/check.ts';
import { getsockoptBytes } from './socket.ts';

/** The index is the kernel's number of the state, include/net/tcp_states.h. */
export const TCP_STATES = [
  'UNKNOWN',
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
] as const;

/** The state of a TCP socket. TIME_WAIT is never seen through a descriptor: by then the socket is closed. tcp(7) */
export type TcpState = (typeof TCP_STATES)[number];

/** enum tcp_ca_state: the phase of congestion control. */
const CA_STATES = ['OPEN', 'DISORDER', 'CWR', 'RECOVERY', 'LOSS'] as const;

type Width = 1 | 2 | 4 | 8;

/** The fields of struct tcp_info without `tcpi_`, that every Linux from 4.10 has: offset and width in bytes. linux/tcp.h */
const FIELDS = {
  retransmits: [2, 1],
  probes: [3, 1],
  backoff: [4, 1],
  options: [5, 1],
  rto: [8, 4],
  ato: [12, 4],
  sndMss: [16, 4],
  rcvMss: [20, 4],
  unacked: [24, 4],
  sacked: [28, 4],
  lost: [32, 4],
  retrans: [36, 4],
  lastDataSent: [44, 4],
  lastDataRecv: [52, 4],
  lastAckRecv: [56, 4],
  pmtu: [60, 4],
  rcvSsthresh: [64, 4],
  rtt: [68, 4],
  rttvar: [72, 4],
  sndSsthresh: [76, 4],
  sndCwnd: [80, 4],
  advmss: [84, 4],
  reordering: [88, 4],
  rcvRtt: [92, 4],
  rcvSpace: [96, 4],
  totalRetrans: [100, 4],
  pacingRate: [104, 8],
  maxPacingRate: [112, 8],
  bytesAcked: [120, 8],
  bytesReceived: [128, 8],
  segsOut: [136, 4],
  segsIn: [140, 4],
  notsentBytes: [144, 4],
  minRtt: [148, 4],
  dataSegsIn: [152, 4],
  dataSegsOut: [156, 4],
  deliveryRate: [160, 8],
  busyTime: [168, 8],
  rwndLimited: [176, 8],
  sndbufLimited: [184, 8],
} as const satisfies Record<string, readonly [number, Width]>;

/** The fields of later kernels, `null` where the kernel does not have them. */
const LATER_FIELDS = {
  delivered: [192, 4],
  deliveredCe: [196, 4],
  bytesSent: [200, 8],
  bytesRetrans: [208, 8],
  dsackDups: [216, 4],
  reordSeen: [220, 4],
  rcvOoopack: [224, 4],
  sndWnd: [228, 4],
  rcvWnd: [232, 4],
  rehash: [236, 4],
  totalRto: [240, 2],
  totalRtoRecoveries: [242, 2],
  totalRtoTime: [244, 4],
} as const satisfies Record<string, readonly [number, Width]>;

const ALWAYS_BYTES = 192;
const ALL_BYTES = 248;

/**
 * C's struct tcp_info; `state` and `caState` are names. `options` is made of TCPI_OPT_ bits. Times of the kernel's timers and of round trips
 * (`rto`, `ato`, `rtt`, `rttvar`, `rcvRtt`, `minRtt`) and sums of time (`busyTime`, `rwndLimited`, `sndbufLimited`) are in
 * microseconds; `lastDataSent`, `lastDataRecv` and `lastAckRecv` are milliseconds ago; rates are bytes a second, Infinity without limit.
 * `sndCwnd`, `unacked`, `lost` and their kin count segments. Of a listener, `unacked` is the number of connections that have not been
 * accepted, and `sacked` the backlog. tcp(7), ss(8)
 */
export type TcpInfo = { readonly state: TcpState; readonly caState: (typeof CA_STATES)[number] | 'UNKNOWN' } & {
  readonly [Name in keyof typeof FIELDS]: number;
} & { readonly [Name in keyof typeof LATER_FIELDS]: number | null };

/**
 * `int getsockopt(int sockfd, IPPROTO_TCP, TCP_INFO, struct tcp_info *value, socklen_t *length)`
 *
 * The kernel's own view of a TCP connection. Throws ENOTSUP for a socket that is not of TCP. tcp(7)
 */
export function tcpInfo(fd: Fd): TcpInfo {
  const bytes = getsockoptBytes(fd, IPPROTO_TCP, TCP_INFO, ALL_BYTES);
  if (bytes.length < ALWAYS_BYTES) {
    throw new Error(`tcpInfo: the kernel returned ${bytes.length} bytes, and Linux returns ${ALWAYS_BYTES} or more.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const info: Record<string, string | number | null> = {
    state: TCP_STATES[view.getUint8(0)] ?? 'UNKNOWN',
    caState: CA_STATES[view.getUint8(1)] ?? 'UNKNOWN',
  };
  for (const [name, [at, width]] of Object.entries({ ...FIELDS, ...LATER_FIELDS })) {
    info[name] = at + width <= bytes.length ? numberAt(view, at, width) : null;
  }
  return info as TcpInfo;
}

const UNLIMITED = 2n ** 64n - 1n;

function numberAt(view: DataView, at: number, width: Width): number {
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at, true);
  if (width === 4) return view.getUint32(at, true);
  const value = view.getBigUint64(at, true);
  return value === UNLIMITED ? Number.POSITIVE_INFINITY : Number(value);
}

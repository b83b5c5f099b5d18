import type { Packet } from './capture.ts';

/** A segment of TCP. */
export interface Segment {
  /** As in its packet. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly flags: readonly Flag[];
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
  /** Bytes of data. */
  readonly length: number;
}

export type Flag = 'FIN' | 'SYN' | 'RST' | 'PSH' | 'ACK';

/** By their bits, from the lowest on. RFC 9293 (3.1) */
const FLAGS: readonly Flag[] = ['FIN', 'SYN', 'RST', 'PSH', 'ACK'];

const ETHERNET_BYTES = 14;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const IPV6_BYTES = 40;
const TCP = 6;
const TCP_BYTES = 20;

/** The segment in a packet; null for other packets, and for those that are cut. */
export function decodeSegment({ at, bytes }: Packet): Segment | null {
  const tcp = tcpIn(bytes);
  if (tcp === null || tcp.length < TCP_BYTES) return null;
  const header = 4 * (tcp.readUInt8(12) >> 4);
  const bits = tcp.readUInt8(13);
  return {
    at,
    from: tcp.readUInt16BE(0),
    to: tcp.readUInt16BE(2),
    flags: FLAGS.filter((_, i) => (bits & (1 << i)) !== 0),
    seq: tcp.readUInt32BE(4),
    ack: tcp.readUInt32BE(8),
    window: tcp.readUInt16BE(14),
    length: Math.max(0, tcp.length - header),
  };
}

/** The bytes of TCP in a packet of Ethernet. */
function tcpIn(bytes: Buffer): Buffer | null {
  if (bytes.length < ETHERNET_BYTES + TCP_BYTES) return null;
  const type = bytes.readUInt16BE(12);
  const ip = bytes.subarray(ETHERNET_BYTES);
  if (type === IPV4 && ip.readUInt8(9) === TCP) return ip.subarray(4 * (ip.readUInt8(0) & 15), ip.readUInt16BE(2));
  if (type === IPV6 && ip.length >= IPV6_BYTES && ip.readUInt8(6) === TCP)
    return ip.subarray(IPV6_BYTES, IPV6_BYTES + ip.readUInt16BE(4));
  return null;
}

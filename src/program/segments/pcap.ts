import type { Packet } from './capture.ts';

// https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html
const MAGIC = 0xa1b2c3d4;
const LINKTYPE_ETHERNET = 1;
const HEADER_BYTES = 24;
const RECORD_BYTES = 16;
const LARGEST = 262_144;

/** A capture as a file that tcpdump and Wireshark open. */
export function pcapOf(packets: readonly Packet[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(LARGEST, 16);
  header.writeUInt32LE(LINKTYPE_ETHERNET, 20);
  return Buffer.concat([header, ...packets.flatMap(({ at, bytes }) => [record(at, bytes.length), bytes])]);
}

function record(at: number, length: number): Buffer {
  const head = Buffer.alloc(RECORD_BYTES);
  const microseconds = Math.round(at * 1000);
  head.writeUInt32LE(Math.floor(microseconds / 1e6), 0);
  head.writeUInt32LE(microseconds % 1e6, 4);
  head.writeUInt32LE(length, 8);
  head.writeUInt32LE(length, 12);
  return head;
}

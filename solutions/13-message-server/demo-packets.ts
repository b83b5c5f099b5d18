/** Packets for the scenes of lesson 13, made with Node's own CRC32. */
import { crc32 } from 'node:zlib';
import type { Peer } from '../../src/kit/peer.ts';

const HEADER = 8;
export const [PING, ECHO, WORK] = [0, 7, 8];

export function packet(code: number, text = '', crc?: number): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(HEADER);
  head.writeUInt16BE(HEADER + body.length, 0);
  head.writeUInt16BE(code, 2);
  head.writeUInt32BE(crc ?? crc32(body), 4);
  return Buffer.concat([head, body]);
}

/** The packets that a client has, as `CODE text`. */
export function packetsOf(peer: Peer): string[] {
  peer.pump();
  const packets: string[] = [];
  for (let at = 0; at + HEADER <= peer.received.length; ) {
    const end = at + peer.received.readUInt16BE(at);
    if (end > peer.received.length || end < at + HEADER) break;
    const text = peer.received.toString('latin1', at + HEADER, end);
    packets.push(`${peer.received.readUInt16BE(at + 2)} ${text}`.trimEnd());
    at = end;
  }
  return packets;
}

export const ended = (peer: Peer): boolean => {
  peer.pump();
  return peer.ending !== 'open';
};

/** Sends a packet and waits until a client has so many, or its end. */
export async function ask(peer: Peer, bytes: Buffer, count: number): Promise<string[]> {
  await peer.send(bytes);
  await peer.server.waitFor('packets', () => packetsOf(peer).length >= count || ended(peer), { alive: false });
  return packetsOf(peer);
}

/** Packets as an independent peer makes and reads them: the CRC is Node's own, from zlib. */
import { crc32 } from 'node:zlib';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { Diagnose } from '../../src/kit/situation.ts';

const HEADER = 8;
export const [PING, REGISTER, LOGIN, ECHO, WORK, BUSY] = [0, 5, 6, 7, 8, 9];

export function packet(code: number, body: Uint8Array | string = '', crc?: number): Buffer {
  const bytes = Buffer.from(body);
  const whole = Buffer.alloc(HEADER + bytes.length);
  whole.writeUInt16BE(whole.length, 0);
  whole.writeUInt16BE(code, 2);
  whole.writeUInt32BE(crc ?? crc32(bytes), 4);
  bytes.copy(whole, HEADER);
  return whole;
}

/** `count` packets, one after the other. */
export const many = (count: number, one: Buffer): Buffer => Buffer.concat(Array.from({ length: count }, () => one));

/** The whole packets that have arrived, as `CODE text`; a wrong CRC is said. */
export function packetsOf(peer: Peer): string[] {
  peer.pump();
  const { received } = peer;
  const packets: string[] = [];
  for (let at = 0; at + HEADER <= received.length; ) {
    const length = received.readUInt16BE(at);
    if (length < HEADER) return [...packets, `a packet of ${length} bytes`];
    if (at + length > received.length) break;
    const body = received.subarray(at + HEADER, at + length);
    const wrong = crc32(body) === received.readUInt32BE(at + 4) ? '' : ', with a wrong CRC';
    packets.push(`${received.readUInt16BE(at + 2)} ${body.toString('latin1')}`.trimEnd() + wrong);
    at += length;
  }
  return packets;
}

/** Waits until a client has so many packets, or its connection has ended; returns all that it has. */
export async function answered(peer: Peer, count: number, diagnose?: Diagnose): Promise<string[]> {
  let bytes = -1;
  let packets: string[] = [];
  await peer.server.waitFor(
    `${count} packet${count === 1 ? '' : 's'}`,
    () => {
      peer.pump();
      if (peer.arrived !== bytes) packets = packetsOf(peer);
      bytes = peer.arrived;
      return packets.length >= count || peer.ending !== 'open';
    },
    { ...(diagnose && { diagnose }), progress: () => peer.arrived },
  );
  return packets;
}

/** Sends packets at once, and waits for as many answers. */
export async function ask(peer: Peer, packets: readonly Buffer[], diagnose?: Diagnose): Promise<string[]> {
  const before = packetsOf(peer).length;
  await peer.send(Buffer.concat(packets));
  return (await answered(peer, before + packets.length, diagnose)).slice(before);
}

/** Opens a gate: a job of a server with --gates waits for it. */
export function open(server: ObservedProgram, gate: number): void {
  server.stdin?.write(`open ${gate}\n`);
}

/** Waits until the server has closed all connections. */
export const empty = (server: ObservedProgram): Promise<boolean> =>
  server.waitFor('no connection', () => server.connections().length === 0, { diagnose: () => 'not-closed' });

/** Packets as bytes: a header of eight bytes in network order, then a body. */

export const HEADER = 8;
/** The longest packet, with its header. */
export const MOST = 30_000;

export interface Header {
  /** Of the whole packet, header and body. */
  readonly length: number;
  readonly code: number;
  /** CRC32 of the body, from 0 to 2³² - 1; 0 without a body. */
  readonly crc: number;
}

/** Bytes that are no packet: nobody knows where the next one begins. */
export class BadPacket extends Error {
  override readonly name = 'BadPacket';
}

/** x³² + x²⁶ + x²³ + … + 1, the lowest bit first. Ethernet, gzip and zlib use it. */
const POLYNOMIAL = 0xedb88320;

/** For each byte the remainder that it leaves. */
const REMAINDERS = new Uint32Array(256).map((_, byte) => {
  let rest = byte;
  //#region 13.1 silent
  // TODO 13.1: eight times: shift right by one; if the bit that fell out was 1, xor with POLYNOMIAL.
  //   - >>> shifts a zero in; >> copies the highest bit
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  //#endregion
  return rest;
});

/** The CRC32 of zlib: crc32("123456789") is 0xcbf43926. */
export function crc32(bytes: Uint8Array): number {
  //#region 13.1
  // TODO 13.1: begin with all bits 1, go over the bytes by REMAINDERS, and invert all bits at the end.
  //   - the next remainder: that of (crc ^ byte) & 255, xor crc >>> 8
  //   - JavaScript's ^ and ~ give signed numbers: >>> 0 makes the result one from 0 to 2³² - 1
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++)
    crc = (REMAINDERS[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
  //#endregion
}

/** A whole packet. */
export function encode(code: number, body: Uint8Array): Buffer {
  //#region 13.1
  // TODO 13.1: the header (length of the whole packet, code, CRC32 of the body), then the body.
  //   - all three numbers in network order: the highest byte first
  const packet = Buffer.allocUnsafe(HEADER + body.length);
  packet.writeUInt16BE(packet.length, 0);
  packet.writeUInt16BE(code, 2);
  packet.writeUInt32BE(crc32(body), 4);
  packet.set(body, HEADER);
  return packet;
  //#endregion
}

/** Reads the first eight bytes. Throws BadPacket for a length that no packet has. */
export function decodeHeader(bytes: Buffer): Header {
  //#region 13.1
  // TODO 13.1: read the three numbers; throw a BadPacket for a length below HEADER or above MOST.
  //   - now, before anything is believed: the body of such a packet would never end, or have -3 bytes
  const length = bytes.readUInt16BE(0);
  if (length < HEADER || length > MOST) throw new BadPacket(`a packet of ${length} bytes`);
  return { length, code: bytes.readUInt16BE(2), crc: bytes.readUInt32BE(4) };
  //#endregion
}

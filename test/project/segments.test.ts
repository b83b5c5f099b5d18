import { expect, test } from 'vitest';
import { decodeSegment, drawSegments, laneHeads, pcapOf, type Segment } from '#program';

/** A packet of Ethernet and IPv4 or IPv6 with a segment of TCP. */
function packet(
  v6: boolean,
  { from, to, flags, length }: { from: number; to: number; flags: number; length: number },
): Buffer {
  const tcp = Buffer.alloc(32 + length); // 12 bytes of options
  tcp.writeUInt16BE(from, 0);
  tcp.writeUInt16BE(to, 2);
  tcp.writeUInt32BE(0xfffffff0, 4);
  tcp.writeUInt8(8 << 4, 12);
  tcp.writeUInt8(flags, 13);
  tcp.writeUInt16BE(2304, 14);
  const ip = Buffer.alloc(v6 ? 40 : 20);
  ip.writeUInt8(v6 ? 0x60 : 0x45, 0);
  ip.writeUInt8(6, v6 ? 6 : 9);
  ip.writeUInt16BE(v6 ? tcp.length : ip.length + tcp.length, v6 ? 4 : 2);
  const ethernet = Buffer.alloc(14);
  ethernet.writeUInt16BE(v6 ? 0x86dd : 0x0800, 12);
  return Buffer.concat([ethernet, ip, tcp]);
}

test('decodes segments of both families, and nothing else', () => {
  for (const v6 of [false, true])
    expect(decodeSegment({ at: 5, bytes: packet(v6, { from: 80, to: 4000, flags: 0x19, length: 7 }) })).toEqual({
      at: 5,
      from: 80,
      to: 4000,
      flags: ['FIN', 'PSH', 'ACK'],
      seq: 0xfffffff0,
      ack: 0,
      window: 2304,
      length: 7,
    });
  const whole = packet(false, { from: 80, to: 4000, flags: 2, length: 0 });
  for (let cut = 0; cut < whole.length - 12; cut++)
    expect(decodeSegment({ at: 0, bytes: whole.subarray(0, cut) })).toBeNull();
  whole.writeUInt8(17, 14 + 9); // UDP
  expect(decodeSegment({ at: 0, bytes: whole })).toBeNull();
});

const segment = (at: number, from: number, flags: Segment['flags'], seq: number, length = 0): Segment => ({
  at,
  from,
  to: from === 1 ? 2 : 1,
  flags,
  seq,
  ack: 0,
  window: 0,
  length,
});

test('draws arrows between two lanes, states between them, and an x where a segment comes again', () => {
  const lines = drawSegments(
    [
      segment(10, 1, ['SYN'], 7),
      segment(11, 1, ['SYN'], 7),
      segment(12, 2, ['SYN', 'ACK'], 9),
      segment(13, 1, ['PSH', 'ACK'], 8, 5),
    ],
    1,
    [{ at: 12.5, left: 'ESTABLISHED', right: 'SYN_RECV' }],
  );
  expect([laneHeads('client', 'server'), ...lines]).toEqual([
    '        client                 server',
    '   0.00 |---------- SYN -----------x|',
    '   1.00 |---------- SYN ----------->|',
    '   2.00 |<-------- SYN ACK ---------|',
    '   2.50 ESTABLISHED          SYN_RECV',
    '   3.00 |-------- 5 bytes --------->|',
  ]);
});

test('a capture as a file has the times and the bytes of its packets', () => {
  const bytes = packet(false, { from: 1, to: 2, flags: 2, length: 0 });
  const file = pcapOf([{ at: 1_700_000_000_123.456, bytes }]);
  expect(file.subarray(0, 4).toString('hex')).toBe('d4c3b2a1');
  expect([file.readUInt32LE(20), file.readUInt32LE(24), file.readUInt32LE(28)]).toEqual([1, 1_700_000_000, 123_456]);
  expect(file.subarray(40)).toEqual(bytes);
});

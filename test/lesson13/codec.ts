/** 13.1: numbers and bytes, without a connection. */
import { crc32 } from 'node:zlib';
import type { TestContext } from '../../src/grading/test-context.ts';
import { random } from '../support/random.ts';
import { BOUNDS, BYTES, CRC, graded } from './lesson.ts';
import { expectLines, type Step, tried } from './try.ts';
import { packet } from './wire.ts';

const CASTAGNOLI = 0x82f63b78;
const ZLIB = 0xedb88320;

/** A CRC that is made in a wrong way. */
function wrongCrc(bytes: Buffer, polynomial: number, begin: number, invert: boolean): number {
  let crc = begin;
  for (const byte of bytes) crc = remainder((crc ^ byte) & 0xff, polynomial) ^ (crc >>> 8);
  return (invert ? ~crc : crc) >>> 0;
}

function remainder(byte: number, polynomial: number): number {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
  return rest;
}

function signedShift(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = remainder((crc ^ byte) & 0xff, ZLIB) ^ (crc >> 8);
  return ~crc >>> 0;
}

/** The mistake that a number comes from. */
function mistakeIn(bytes: Buffer, seen: number): string | undefined {
  if (seen < 0) return 'signed-crc';
  if (seen === wrongCrc(bytes, CASTAGNOLI, 0xffffffff, true)) return 'castagnoli';
  if (seen === wrongCrc(bytes, ZLIB, 0xffffffff, false)) return 'not-inverted';
  if (seen === wrongCrc(bytes, ZLIB, 0, true) || seen === wrongCrc(bytes, ZLIB, 0, false)) return 'begins-with-0';
  if (seen === signedShift(bytes)) return 'signed-shift';
  return undefined;
}

graded('13.1', 3, CRC, async (t: TestContext) => {
  const next = random(13);
  const bodies = ['123456789', '', 'a', 'hello', '\0\0\0\0', '\xff'.repeat(9)].map((text) =>
    Buffer.from(text, 'latin1'),
  );
  for (let i = 0; i < 30; i++) bodies.push(Buffer.from(Array.from({ length: next() % 300 }, () => next() & 0xff)));
  const seen = await t.step(`try.ts --part codec: the CRC of ${bodies.length} bodies`, () =>
    tried(
      t,
      'codec',
      bodies.map((body) => `crc ${body.toString('hex')}`),
    ),
  );
  for (const [i, body] of bodies.entries())
    t.expect(Number(seen[i]) === crc32(body), {
      expected: `${crc32(body)} for ${JSON.stringify(body.toString('latin1').slice(0, 20))}, as zlib says`,
      saw: `${seen[i]}`,
      looksLike: mistakeIn(body, Number(seen[i])),
    });
});

/** The mistake in the bytes of a packet. */
function mistakeInPacket(code: number, body: Buffer, seen: Buffer): string | undefined {
  const right = packet(code, body);
  if (seen.equals(right)) return undefined;
  const swapped = Buffer.from(right).subarray(0, 8);
  swapped.subarray(0, 4).swap16();
  if (seen.subarray(0, 4).equals(swapped.subarray(0, 4))) return 'host-order';
  const crc = Buffer.from(right.subarray(4, 8)).swap32();
  if (body.length > 0 && seen.subarray(4, 8).equals(crc)) return 'host-order';
  if (seen.length === right.length && seen.readUInt16BE(0) === body.length) return 'body-length';
  return 'other-crc';
}

graded(
  '13.1',
  3,
  BYTES,
  async (t: TestContext) => {
    const cases: readonly (readonly [number, Buffer])[] = [
      [0, Buffer.alloc(0)],
      [7, Buffer.from('hello')],
      [0x1234, Buffer.from('123456789')],
      [0xffff, Buffer.alloc(600, 'x')],
    ];
    const seen = await tried(
      t,
      'codec',
      cases.map(([code, body]) => `encode ${code} ${body.toString('hex')}`),
    );
    for (const [i, [code, body]] of cases.entries()) {
      const bytes = Buffer.from(seen[i] ?? '', 'hex');
      t.expect(bytes.equals(packet(code, body)), {
        expected: `${packet(code, body).toString('hex').slice(0, 60)} for code ${code} and ${body.length} bytes`,
        saw: (seen[i] ?? '').slice(0, 60),
        looksLike: bytes.length < 8 ? undefined : mistakeInPacket(code, body, bytes),
      });
    }
    await expectLines(t, 'codec', [
      ['header 0008000000000000', '8 0 0'],
      ['header 0d050007cbf43926', '3333 7 3421780262', 'signed-number'],
      ['header 0011ffff00000001', '17 65535 1', 'host-order'],
    ]);
  },
  { needs: [CRC] },
);

const header = (length: number): string => `header ${length.toString(16).padStart(4, '0')}000700000000`;

graded('13.1', 3, BOUNDS, async (t: TestContext) => {
  const short = [0, 1, 7].map((length): Step => [header(length), 'refused', 'short-length']);
  const long = [30_001, 32_768, 65_535].map((length): Step => [header(length), 'refused', 'long-length']);
  await expectLines(t, 'codec', [
    [header(8), '8 7 0', 'no-empty-body'],
    [header(30_000), '30000 7 0', 'one-less'],
    ...short,
    ...long,
  ]);
});

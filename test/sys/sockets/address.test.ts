import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AF_INET, AF_INET6, AF_UNIX, formatAddress, htonl, htons, ntohl, ntohs, type SocketAddress } from '#sys';
import { ADDRESS_BYTES, decodeAddress, encodeAddress } from '../../../src/sys/sockets/address.ts';

function roundtrip(address: SocketAddress): SocketAddress {
  const bytes = new Uint8Array(ADDRESS_BYTES);
  const encoded = encodeAddress(address);
  bytes.set(encoded);
  return decodeAddress(bytes, encoded.length);
}

const port = fc.integer({ min: 0, max: 0xffff });

test('any IPv4 address survives encoding and decoding', () => {
  fc.assert(
    fc.property(fc.ipV4(), port, (address, number) => {
      const inet = { family: AF_INET, address, port: number } as const;
      expect(roundtrip(inet)).toEqual(inet);
    }),
  );
});

test('any IPv6 address survives them in its shortest spelling', () => {
  fc.assert(
    fc.property(fc.ipV6(), port, (address, number) => {
      const inet = { family: AF_INET6, address, port: number } as const;
      const shortest = new URL(`http://[${address}]/`).hostname.slice(1, -1);
      expect(roundtrip(inet)).toEqual({ ...inet, address: shortest });
    }),
  );
});

test('unix paths and abstract names survive them', () => {
  for (const path of ['/tmp/socket', 'relative', 'ünïcode', '\0abstract', '\0with\0zeros', '']) {
    expect(roundtrip({ family: AF_UNIX, path })).toEqual({ family: AF_UNIX, path });
  }
});

test('the bytes are those of the C structures', () => {
  expect([...encodeAddress({ family: AF_INET, address: '127.0.0.1', port: 0x1234 }).subarray(2, 8)]).toEqual([
    0x12, 0x34, 127, 0, 0, 1,
  ]);
  expect(encodeAddress({ family: AF_INET6, address: '::1', port: 1 })).toHaveLength(28);
});

test('an invalid address is refused with a readable error', () => {
  const refuse = (address: unknown) => expect(() => encodeAddress(address as SocketAddress));
  refuse(null).toThrow(/^address must be an object/);
  refuse({ family: AF_INET, address: 'localhost', port: 1 }).toThrow(/^address.address must be an IPv4 address/);
  refuse({ family: AF_INET, address: '127.0.0.1', port: 70_000 }).toThrow(
    /^address.port must be an integer from 0 to 65535/,
  );
  refuse({ family: AF_INET6, address: 'fe80::1%eth0', port: 1 }).toThrow(/^address.address must be an IPv6 address/);
  refuse({ family: AF_UNIX, path: 'x'.repeat(108) }).toThrow(/shorter than 108 bytes/);
  refuse({ family: AF_UNIX, path: 'nul\0inside' }).toThrow(/without NUL bytes/);
  refuse({ family: 99 }).toThrow(/^address.family must be/);
});

test('byte order is converted in both directions', () => {
  expect(htons(0x1234)).toBe(0x3412);
  expect(htonl(0x12345678)).toBe(0x78563412);
  expect(htonl(0xff)).toBe(0xff000000);
  fc.assert(fc.property(port, (n) => ntohs(htons(n)) === n));
  fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffffff }), (n) => ntohl(htonl(n)) === n));
});

test('addresses are formatted in the usual notation', () => {
  expect(formatAddress({ family: AF_INET, address: '127.0.0.1', port: 80 })).toBe('127.0.0.1:80');
  expect(formatAddress({ family: AF_INET6, address: '::1', port: 80 })).toBe('[::1]:80');
  expect(formatAddress({ family: AF_UNIX, path: '\0name' })).toBe('unix:@name');
});

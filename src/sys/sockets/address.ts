import { isIPv4, isIPv6 } from 'node:net';
import { endianness } from 'node:os';
import { AF_INET, AF_INET6, AF_UNIX } from '../constants.ts';
import { checkInt, wrong } from '../core/check.ts';

/** An IPv4 or IPv6 endpoint; `port` in host byte order. */
export interface InetAddress {
  readonly family: typeof AF_INET | typeof AF_INET6;
  readonly address: string;
  readonly port: number;
}

/** A unix-domain endpoint; an abstract name begins with a NUL character. Unnamed sockets have an empty path. */
export interface UnixAddress {
  readonly family: typeof AF_UNIX;
  readonly path: string;
}

export type SocketAddress = InetAddress | UnixAddress;

/** Converts a 16-bit number to network byte order. For numbers inside messages: `bind` and `connect` convert ports themselves. byteorder(3) */
export function htons(value: number): number {
  checkInt(value, 'value', 0, 0xffff);
  return endianness() === 'LE' ? ((value & 0xff) << 8) | (value >> 8) : value;
}

/** Converts a 16-bit number from network byte order. byteorder(3) */
export const ntohs = htons;

/** Converts a 32-bit number to network byte order. byteorder(3) */
export function htonl(value: number): number {
  checkInt(value, 'value', 0, 0xffffffff);
  if (endianness() === 'BE') return value;
  return (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

/** Converts a 32-bit number from network byte order. byteorder(3) */
export const ntohl = htonl;

const UNIX_PATH_MAX = 108;
const LITTLE = endianness() === 'LE';

/** The bytes of a sockaddr_in, sockaddr_in6 or sockaddr_un. ip(7), ipv6(7), unix(7) */
export function encodeAddress(address: SocketAddress): Uint8Array {
  if (address === null || typeof address !== 'object')
    wrong('address', address, 'an object like { family: AF_INET, address, port }');
  switch (address.family) {
    case AF_INET:
      return encodeInet(address);
    case AF_INET6:
      return encodeInet6(address);
    case AF_UNIX:
      return encodeUnix(address);
    default:
      return wrong('address.family', (address as SocketAddress).family, 'AF_INET, AF_INET6 or AF_UNIX');
  }
}

function withFamily(size: number, family: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, family, LITTLE); // sa_family is in host order
  return { bytes, view };
}

function encodeInet({ address, port }: InetAddress): Uint8Array {
  checkInt(port, 'address.port', 0, 0xffff);
  if (typeof address !== 'string' || !isIPv4(address))
    wrong('address.address', address, 'an IPv4 address like 127.0.0.1');
  const { bytes, view } = withFamily(16, AF_INET);
  view.setUint16(2, port); // network byte order
  bytes.set(address.split('.').map(Number), 4);
  return bytes;
}

function encodeInet6({ address, port }: InetAddress): Uint8Array {
  checkInt(port, 'address.port', 0, 0xffff);
  if (typeof address !== 'string' || !isIPv6(address) || address.includes('%')) {
    wrong('address.address', address, 'an IPv6 address like ::1');
  }
  const { bytes, view } = withFamily(28, AF_INET6);
  view.setUint16(2, port);
  for (const [i, group] of ipv6Groups(address).entries()) view.setUint16(8 + 2 * i, group);
  return bytes;
}

/** The eight 16-bit groups of an IPv6 address, by means of the URL parser, which knows every spelling. */
function ipv6Groups(address: string): number[] {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const parse = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const left = parse(head);
  if (tail === undefined) return left;
  const right = parse(tail);
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function encodeUnix({ path }: UnixAddress): Uint8Array {
  const name = typeof path === 'string' ? Buffer.from(path) : wrong('address.path', path, 'a string');
  const abstract = name[0] === 0;
  if (name.length >= UNIX_PATH_MAX) wrong('address.path', path, `shorter than ${UNIX_PATH_MAX} bytes`);
  if (!abstract && name.includes(0))
    wrong('address.path', path, 'a string without NUL bytes, or one that begins with NUL');
  // A path ends with a NUL. An empty path has no bytes at all: bind then chooses an abstract name.
  const { bytes } = withFamily(2 + name.length + (abstract || name.length === 0 ? 0 : 1), AF_UNIX);
  bytes.set(name, 2);
  return bytes;
}

/** Room for any address that the kernel may return. */
export const ADDRESS_BYTES = 128;

/** Decodes a sockaddr from the kernel; `length` is its socklen_t. */
export function decodeAddress(bytes: Uint8Array, length: number): SocketAddress {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const family = length < 2 ? AF_UNIX : view.getUint16(0, LITTLE);
  if (family === AF_INET) {
    return { family, address: `${bytes[4]}.${bytes[5]}.${bytes[6]}.${bytes[7]}`, port: view.getUint16(2) };
  }
  if (family === AF_INET6) {
    const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(8 + 2 * i).toString(16));
    const address = new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
    return { family, address, port: view.getUint16(2) };
  }
  const end = Math.min(length, bytes.length);
  const name = Buffer.from(bytes.subarray(2, Math.max(2, end)));
  if (name[0] === 0 || name.length === 0) return { family: AF_UNIX, path: name.toString() };
  const nul = name.indexOf(0);
  return { family: AF_UNIX, path: (nul < 0 ? name : name.subarray(0, nul)).toString() };
}

/** `127.0.0.1:4000`, `[::1]:4000` or a unix path, for logs. */
export function formatAddress(address: SocketAddress): string {
  if (address === null || typeof address !== 'object') wrong('address', address, 'a socket address');
  const text = address.family === AF_UNIX ? address.path : address.address;
  if (typeof text !== 'string') wrong('address', text, 'a socket address');
  if (address.family === AF_UNIX) return `unix:${text.replaceAll('\0', '@')}`;
  checkInt(address.port, 'address.port', 0, 0xffff);
  return address.family === AF_INET6 ? `[${text}]:${address.port}` : `${text}:${address.port}`;
}

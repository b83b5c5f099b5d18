import { SOCK_NONBLOCK } from '../constants.ts';
import { checkFd, checkFlags, checkInt, type Fd, wrong } from '../core/check.ts';
import { bind as bindC } from '../core/ffi.ts';
import { check, fail, nullOrFail } from '../core/result.ts';
import { interruptible, SO_RCVTIMEO, unlessTimed } from '../signals/interruptible.ts';
import { noteNonblocking } from '../signals/nonblocking.ts';
import { ADDRESS_BYTES, decodeAddress, encodeAddress, type SocketAddress } from './address.ts';

const cSocket = bindC('int socket(int domain, int type, int protocol)');
const cSocketpair = bindC('int socketpair(int domain, int type, int protocol, void *sv)');
const cBind = bindC('int bind(int fd, const void *addr, unsigned int addrlen)');
const cListen = bindC('int listen(int fd, int backlog)');
const cAccept = bindC('int accept(int fd, void *addr, void *addrlen)');
const cAccept4 = bindC('int accept4(int fd, void *addr, void *addrlen, int flags)');
const cShutdown = bindC('int shutdown(int fd, int how)');
const cGetsockname = bindC('int getsockname(int fd, void *addr, void *addrlen)');
const cGetpeername = bindC('int getpeername(int fd, void *addr, void *addrlen)');
const cGetsockopt = bindC('int getsockopt(int fd, int level, int name, void *value, void *length)');
const cSetsockopt = bindC('int setsockopt(int fd, int level, int name, const void *value, unsigned int length)');

/** A connection taken from a listener's queue; the caller owns `fd`. */
export interface Accepted {
  readonly fd: Fd;
  readonly peer: SocketAddress;
}

/**
 * `int socket(int domain, int type, int protocol)`
 *
 * Creates an unconnected socket; the caller owns the descriptor. SOCK_NONBLOCK and SOCK_CLOEXEC
 * may be or-ed into `type`. Throws EMFILE at the descriptor limit. socket(2)
 */
export function socket(domain: number, type: number, protocol = 0): Fd {
  checkInt(domain, 'domain');
  checkFlags(type, 'type');
  checkInt(protocol, 'protocol');
  const fd = cSocket(domain, type, protocol);
  if (fd < 0) fail('socket');
  noteNonblocking(fd, (type & SOCK_NONBLOCK) !== 0);
  return fd;
}

/**
 * `int socketpair(int domain, int type, int protocol, int sv[2])`
 *
 * Two sockets connected to each other; the caller owns both. socketpair(2)
 */
export function socketpair(domain: number, type: number, protocol = 0): [Fd, Fd] {
  checkInt(domain, 'domain');
  checkFlags(type, 'type');
  checkInt(protocol, 'protocol');
  const pair = new Int32Array(2);
  check(cSocketpair(domain, type, protocol, pair), 'socketpair');
  const [a, b] = pair as unknown as [Fd, Fd];
  noteNonblocking(a, (type & SOCK_NONBLOCK) !== 0);
  noteNonblocking(b, (type & SOCK_NONBLOCK) !== 0);
  return [a, b];
}

/**
 * `int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen)`
 *
 * Sets the socket's local address; with port 0 the kernel chooses a port. The port is in host byte
 * order. Throws EADDRINUSE when the address is taken, EACCES for a port below 1024 without the right. bind(2)
 */
export function bind(fd: Fd, address: SocketAddress): void {
  checkFd(fd);
  const bytes = encodeAddress(address);
  check(cBind(fd, bytes, bytes.length), 'bind');
}

/**
 * `int listen(int sockfd, int backlog)`
 *
 * From now on the kernel completes handshakes and queues up to `backlog` + 1 connections until they are accepted, at most
 * net.core.somaxconn + 1. listen(2)
 */
export function listen(fd: Fd, backlog: number): void {
  checkFd(fd);
  checkInt(backlog, 'backlog');
  check(cListen(fd, backlog), 'listen');
}

/**
 * `int accept(int sockfd, struct sockaddr *addr, socklen_t *addrlen)`
 *
 * Takes the oldest connection from the listener's queue, waiting for one. Returns its new
 * descriptor, which the caller owns and which is blocking whatever the listener is, and the
 * peer's address; `null` when the listener is non-blocking and the queue is empty.
 * Throws EINTR when a signal handler ran, EMFILE at the descriptor limit, ECONNABORTED. accept(2)
 */
export function accept(fd: Fd): Accepted | null {
  checkFd(fd);
  return acceptWith('accept', fd, 0, (address, length) => cAccept(fd, address, length));
}

/**
 * `int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags)`
 *
 * As `accept`, with SOCK_NONBLOCK and SOCK_CLOEXEC for the new descriptor. accept4(2)
 */
export function accept4(fd: Fd, flags: number): Accepted | null {
  checkFd(fd);
  checkFlags(flags);
  return acceptWith('accept4', fd, flags, (address, length) => cAccept4(fd, address, length, flags));
}

const address = new Uint8Array(ADDRESS_BYTES);
const addressLength = new Uint32Array(1);

function acceptWith(
  name: string,
  listener: Fd,
  flags: number,
  call: (address: Uint8Array, length: Uint32Array) => number,
): Accepted | null {
  const fd = interruptible(unlessTimed(listener, SO_RCVTIMEO), () => {
    addressLength[0] = ADDRESS_BYTES;
    return call(address, addressLength);
  });
  if (fd < 0) return nullOrFail(name);
  noteNonblocking(fd, (flags & SOCK_NONBLOCK) !== 0);
  return { fd, peer: decodeAddress(address, addressLength[0] ?? 0) };
}

/**
 * `int shutdown(int sockfd, int how)`
 *
 * Ends one direction of the connection, or both, even while other descriptors for it are open: SHUT_WR sends the FIN now.
 * The descriptor stays open. Throws ENOTCONN. shutdown(2)
 */
export function shutdown(fd: Fd, how: number): void {
  checkFd(fd);
  checkInt(how, 'how');
  check(cShutdown(fd, how), 'shutdown');
}

/** `int getsockname(int sockfd, …)`: the socket's own address, with the port that the kernel has chosen. getsockname(2) */
export function getsockname(fd: Fd): SocketAddress {
  checkFd(fd);
  addressLength[0] = ADDRESS_BYTES;
  check(cGetsockname(fd, address, addressLength), 'getsockname');
  return decodeAddress(address, addressLength[0]);
}

/** `int getpeername(int sockfd, …)`: the other end's address. Throws ENOTCONN when the peer has reset. getpeername(2) */
export function getpeername(fd: Fd): SocketAddress {
  checkFd(fd);
  addressLength[0] = ADDRESS_BYTES;
  check(cGetpeername(fd, address, addressLength), 'getpeername');
  return decodeAddress(address, addressLength[0]);
}

/**
 * `int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen)`
 *
 * Sets an int option from a number or boolean, or a structure from bytes: `linger(…)`, `timeval(…)`.
 * The level belongs to the option: TCP_NODELAY at SOL_SOCKET is SO_DEBUG. setsockopt(2), socket(7), tcp(7)
 */
export function setsockopt(fd: Fd, level: number, option: number, value: number | boolean | Uint8Array): void {
  checkFd(fd);
  checkInt(level, 'level');
  checkInt(option, 'option');
  const bytes = value instanceof Uint8Array ? value : intBytes(value);
  check(cSetsockopt(fd, level, option, bytes, bytes.length), 'setsockopt');
}

function intBytes(value: number | boolean): Uint8Array {
  if (typeof value !== 'boolean') checkInt(value, 'value');
  return new Uint8Array(Int32Array.of(Number(value)).buffer);
}

/** `int getsockopt(…)` of an int option. Reading SO_ERROR also clears it. getsockopt(2) */
export function getsockopt(fd: Fd, level: number, option: number): number {
  const bytes = getsockoptBytes(fd, level, option, 4);
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
}

/** `int getsockopt(…)` of a structure such as TCP_INFO: at most `length` bytes of it. getsockopt(2) */
export function getsockoptBytes(fd: Fd, level: number, option: number, length: number): Uint8Array {
  checkFd(fd);
  checkInt(level, 'level');
  checkInt(option, 'option');
  checkInt(length, 'length', 0, 65_536);
  const bytes = new Uint8Array(Math.max(4, length));
  const size = Uint32Array.of(length);
  check(cGetsockopt(fd, level, option, bytes, size), 'getsockopt');
  return length < 4 ? bytes : bytes.subarray(0, Math.max(4, size[0] ?? 0));
}

/** A struct linger for SO_LINGER: `linger(true, 0)` makes close send an RST. socket(7) */
export function linger(on: boolean, seconds: number): Uint8Array {
  if (typeof on !== 'boolean') wrong('on', on, 'true or false');
  checkInt(seconds, 'seconds', 0);
  return new Uint8Array(Int32Array.of(Number(on), seconds).buffer);
}

/** A struct timeval for SO_RCVTIMEO and SO_SNDTIMEO, from milliseconds. socket(7) */
export function timeval(milliseconds: number): Uint8Array {
  checkInt(milliseconds, 'milliseconds', 0, Number.MAX_SAFE_INTEGER);
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setBigInt64(0, BigInt(Math.floor(milliseconds / 1000)), true);
  view.setBigInt64(8, BigInt((milliseconds % 1000) * 1000), true);
  return bytes;
}

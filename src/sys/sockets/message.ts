import { fstatSync } from 'node:fs';
import { POLLIN, POLLOUT } from '../constants.ts';
import { checkBytes, checkFd, checkFlags, checkInt, checkRange, type Fd, wrong } from '../core/check.ts';
import { addressOf, bind } from '../core/ffi.ts';
import { ioVector, keep } from '../core/iovec.ts';
import { nullOrFail } from '../core/result.ts';
import { traceMark, tracing } from '../core/trace.ts';
import { isSystemError } from '../errors.ts';
import { type Forms, whenReady, writeUnderHandlers } from '../signals/blocking.ts';
import { ADDRESS_BYTES, decodeAddress, encodeAddress, type SocketAddress } from './address.ts';
import { decodeRights, encodeRights } from './rights.ts';

const SEND = 'ssize_t send(int fd, const void *buf, size_t len, int flags)';
const cSendmsg = bind('ssize_t sendmsg(int fd, const void *msg, int flags)');
const cRecvmsg = bind('ssize_t recvmsg(int fd, void *msg, int flags)');
const cSendto = bind(
  'ssize_t sendto(int fd, const void *buf, size_t len, int flags, const void *addr, unsigned int addrlen)',
);
const cRecvfrom = bind('ssize_t recvfrom(int fd, void *buf, size_t len, int flags, void *addr, void *addrlen)');
const cSendRest = bind(SEND, 'sendmsg');
const REST_FORMS: Forms = { name: 'sendmsg', plain: cSendRest, onSocket: cSendRest };

/** What one sendmsg carries. At least one byte of data must go with descriptors on a stream. */
export interface Message {
  readonly buffers: readonly Uint8Array[];
  /** Descriptors to pass, as `control: encodeRights(fds)` would. */
  readonly fds?: readonly Fd[];
  /** Control bytes; see `encodeRights`. */
  readonly control?: Uint8Array;
  /** The receiver, for a socket that is not connected. */
  readonly address?: SocketAddress;
}

/**
 * `ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags)`
 *
 * Sends buffers as one, with control data beside them. Passed descriptors are duplicated for the receiver at once:
 * the sender may close its own. Returns the bytes of data, `null` when it would block. sendmsg(2), unix(7)
 */
export function sendmsg(fd: Fd, message: Message, flags = 0): number | null {
  checkFd(fd);
  checkFlags(flags);
  if (message === null || typeof message !== 'object') wrong('message', message, 'an object like { buffers, fds }');
  const { buffers, fds, address } = message;
  if (fds !== undefined && message.control !== undefined)
    throw new TypeError('message must have fds or control, not both');
  const control = fds === undefined ? message.control : encodeRights(fds);
  if (control !== undefined) checkBytes(control, 'message.control');
  const name = address === undefined ? null : encodeAddress(address);
  const header = messageHeader(name, buffers, control ?? null);
  const n = keep([buffers, control, name, header], () =>
    whenReady('sendmsg', fd, POLLOUT, flags, (extra) => {
      const sent = cSendmsg(fd, header.bytes, flags | extra);
      return sent < 0 || extra === 0 ? sent : sendRest(fd, buffers, sent, flags);
    }),
  );
  if (n >= 0 && tracing()) for (const passed of fds ?? []) traceMark('passes', [passed, inodeOf(passed)]);
  return n >= 0 ? n : nullOrFail('sendmsg');
}

/** A blocking sendmsg takes everything; the control data went with the first piece. */
function sendRest(fd: Fd, buffers: readonly Uint8Array[], sent: number, flags: number): number {
  const total = buffers.reduce((sum, { length }) => sum + length, 0);
  if (sent >= total) return sent;
  const rest = Buffer.concat(buffers).subarray(sent);
  try {
    return sent + Math.max(0, writeUnderHandlers(REST_FORMS, fd, rest, rest.length, flags));
  } catch (error) {
    if (!isSystemError(error, 'EINTR')) throw error;
    return sent; // interrupted on the way: it says how far it got
  }
}

/** What one recvmsg brought. The caller owns every one of `fds`. */
export interface ReceivedMessage {
  /** How much of the buffers was filled; 0 at end of file. */
  readonly bytes: number;
  /** MSG_TRUNC: the data did not fit. MSG_CTRUNC: the control data did not, and descriptors were lost. */
  readonly flags: number;
  readonly fds: readonly Fd[];
  readonly control: Uint8Array;
  /** The sender, where the socket is not connected. */
  readonly address: SocketAddress | null;
}

const MAX_CONTROL_BYTES = 1040; // 253 descriptors, and what musl takes at most

/**
 * `ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags)`
 *
 * Fills the buffers in order and up to `controlLength` bytes of control data: `cmsgSpace(4)` is room for one
 * descriptor. What was passed is here under new numbers, which the caller owns; MSG_CMSG_CLOEXEC.
 * Returns `null` when it would block. Throws ECONNRESET, EINTR, EMFILE never: see MSG_CTRUNC. recvmsg(2), unix(7)
 */
export function recvmsg(fd: Fd, buffers: readonly Uint8Array[], controlLength = 0, flags = 0): ReceivedMessage | null {
  checkFd(fd);
  checkInt(controlLength, 'controlLength', 0, MAX_CONTROL_BYTES);
  checkFlags(flags);
  const name = Buffer.alloc(ADDRESS_BYTES);
  const control = Buffer.alloc(controlLength);
  const header = messageHeader(name, buffers, control);
  const n = keep([buffers, control, name, header], () =>
    whenReady('recvmsg', fd, POLLIN, flags, (extra) => {
      header.reset();
      return cRecvmsg(fd, header.bytes, flags | extra);
    }),
  );
  if (n < 0) return nullOrFail('recvmsg');
  const received = control.subarray(0, header.controlLength());
  const nameLength = header.nameLength();
  const fds = decodeRights(received);
  if (tracing()) for (const passed of fds) traceMark('receives', [passed, inodeOf(passed)]);
  return {
    bytes: n,
    flags: header.flags(),
    fds,
    control: received,
    address: nameLength === 0 ? null : decodeAddress(name, nameLength),
  };
}

const MSGHDR = { name: 0, nameLength: 8, vector: 16, count: 24, control: 32, controlLength: 40, flags: 48, bytes: 56 };

/** A struct msghdr for 64-bit glibc and musl, whose fields fill the same bytes on a little-endian machine. */
function messageHeader(name: Uint8Array | null, buffers: readonly Uint8Array[], control: Uint8Array | null) {
  const vector = ioVector(buffers);
  const bytes = Buffer.alloc(MSGHDR.bytes);
  const place = (at: number, part: Uint8Array | null) =>
    bytes.writeBigUInt64LE(part === null || part.length === 0 ? 0n : addressOf(part), at);
  place(MSGHDR.name, name);
  place(MSGHDR.vector, vector);
  place(MSGHDR.control, control);
  bytes.writeUInt32LE(buffers.length, MSGHDR.count);
  /** The kernel writes what it used over what there was. */
  const reset = () => {
    bytes.writeUInt32LE(name?.length ?? 0, MSGHDR.nameLength);
    bytes.writeUInt32LE(control?.length ?? 0, MSGHDR.controlLength);
    bytes.writeInt32LE(0, MSGHDR.flags);
  };
  reset();
  return {
    bytes,
    vector,
    reset,
    nameLength: () => bytes.readUInt32LE(MSGHDR.nameLength),
    controlLength: () => bytes.readUInt32LE(MSGHDR.controlLength),
    flags: () => bytes.readInt32LE(MSGHDR.flags),
  };
}

/**
 * `ssize_t sendto(int sockfd, const void *buf, size_t len, int flags, const struct sockaddr *addr, socklen_t addrlen)`
 *
 * Sends one datagram to `address`. Returns its length, `null` when it would block. Throws EMSGSIZE. sendto(2), udp(7)
 */
export function sendto(fd: Fd, buffer: Uint8Array, address: SocketAddress, flags = 0): number | null {
  checkFd(fd);
  checkBytes(buffer);
  checkFlags(flags);
  const to = encodeAddress(address);
  const n = whenReady('sendto', fd, POLLOUT, flags, (extra) =>
    cSendto(fd, buffer, buffer.length, flags | extra, to, to.length),
  );
  return n >= 0 ? n : nullOrFail('sendto');
}

/** A datagram's length and sender. */
export interface ReceivedFrom {
  readonly bytes: number;
  /** `null` on a connected stream, which has no sender to tell. */
  readonly address: SocketAddress | null;
}

/**
 * `ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, struct sockaddr *addr, socklen_t *addrlen)`
 *
 * Receives one datagram into the front of `buffer` and says who sent it; what does not fit is lost, and with
 * MSG_TRUNC in `flags` counted nevertheless. Returns `null` when there is none yet. recvfrom(2), udp(7)
 */
export function recvfrom(fd: Fd, buffer: Uint8Array, flags = 0, length: number = buffer?.length): ReceivedFrom | null {
  checkFd(fd);
  checkRange(buffer, length);
  checkFlags(flags);
  const name = new Uint8Array(ADDRESS_BYTES);
  const nameLength = new Uint32Array(1);
  const n = whenReady('recvfrom', fd, POLLIN, flags, (extra) => {
    nameLength[0] = ADDRESS_BYTES;
    return cRecvfrom(fd, buffer, length, flags | extra, name, nameLength);
  });
  if (n < 0) return nullOrFail('recvfrom');
  const used = nameLength[0] ?? 0;
  return { bytes: n, address: used === 0 ? null : decodeAddress(name, used) };
}

/** What both sides of a passed descriptor have in common. */
const inodeOf = (fd: Fd): number => fstatSync(fd).ino;

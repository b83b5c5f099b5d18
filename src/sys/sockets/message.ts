import { fstatSync } from 'node:fs';
import { MSG_ZEROCOPY } from '../constants.ts';
import { checkBytes, checkFd, checkFlags, checkInt, checkRange, type Fd, wrong } from '../core/check.ts';
import { addressOf, bind } from '../core/ffi.ts';
import { ioVector, keep } from '../core/iovec.ts';
import { checkMapped } from '../core/memory.ts';
import { nullOrFail } from '../core/result.ts';
import { traceMark, tracing } from '../core/trace.ts';
import {
  interruptible,
  interruptibleTransfer,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  unlessTimed,
} from '../signals/interruptible.ts';
import { ADDRESS_BYTES, decodeAddress, encodeAddress, type SocketAddress } from './address.ts';
import { decodeRights, encodeRights } from './rights.ts';

const cSendmsg = bind('ssize_t sendmsg(int fd, const void *msg, int flags)');
const cRecvmsg = bind('ssize_t recvmsg(int fd, void *msg, int flags)');
const cSendto = bind(
  'ssize_t sendto(int fd, const void *buf, size_t len, int flags, const void *addr, unsigned int addrlen)',
);
const cRecvfrom = bind('ssize_t recvfrom(int fd, void *buf, size_t len, int flags, void *addr, void *addrlen)');
const cSendRest = bind('ssize_t send(int fd, const void *buf, size_t len, int flags)', 'sendmsg');

/** The message of one sendmsg. On a stream, descriptors need at least one byte of data with them. */
export interface Message {
  readonly buffers: readonly Uint8Array[];
  /** Descriptors to pass; short for `control: encodeRights(fds)`. */
  readonly fds?: readonly Fd[];
  /** Control bytes; see `encodeRights`. */
  readonly control?: Uint8Array;
  /** The receiver, for a socket that is not connected. */
  readonly address?: SocketAddress;
}

/**
 * `ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags)`
 *
 * Sends the buffers in order, with control data beside them. Passed descriptors are duplicated for the receiver at once:
 * the sender may close its own. MSG_ZEROCOPY as for `send`. Returns the bytes of data, `null` when it would block.
 * sendmsg(2), unix(7)
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
  const restarts = unlessTimed(fd, SO_SNDTIMEO);
  const n = keep([buffers, control, name, header], () =>
    checkZerocopy(buffers, flags)
      ? interruptible(restarts, () => cSendmsg(fd, header.bytes, flags)) // one call, one completion
      : interruptibleTransfer(restarts, lengthOf(buffers), (done) =>
          done === 0 ? cSendmsg(fd, header.bytes, flags) : sendRest(fd, buffers, done, flags),
        ),
  );
  if (n >= 0 && tracing()) for (const passed of fds ?? []) traceMark('passes', [passed, inodeOf(passed)]);
  return n >= 0 ? n : nullOrFail('sendmsg');
}

function checkZerocopy(buffers: readonly Uint8Array[], flags: number): boolean {
  if ((flags & MSG_ZEROCOPY) === 0) return false;
  for (const [i, bytes] of buffers.entries()) checkMapped(bytes, `buffers[${i}]`, 'with MSG_ZEROCOPY');
  return true;
}

const lengthOf = (buffers: readonly Uint8Array[]): number => buffers.reduce((sum, { length }) => sum + length, 0);

/** The control data has gone with the first part. */
function sendRest(fd: Fd, buffers: readonly Uint8Array[], done: number, flags: number): number {
  const rest = Buffer.concat(buffers).subarray(done);
  return cSendRest(fd, rest, rest.length, flags);
}

/** The message of one recvmsg. The caller owns all of `fds`. */
export interface ReceivedMessage {
  /** The number of bytes in the buffers; 0 at end of file. */
  readonly bytes: number;
  /** MSG_TRUNC: the data did not fit. MSG_CTRUNC: the control data did not fit, and descriptors were lost. */
  readonly flags: number;
  readonly fds: readonly Fd[];
  readonly control: Uint8Array;
  /** The sender, where the socket is not connected. */
  readonly address: SocketAddress | null;
}

const MAX_CONTROL_BYTES = 1040; // 253 descriptors, and the limit of musl

/**
 * `ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags)`
 *
 * Fills the buffers in order and up to `controlLength` bytes of control data: `cmsgSpace(4)` is room for one
 * descriptor, and its padding for a second; `cmsgLen(4)` for exactly one. Passed descriptors have new numbers here, and the
 * caller owns them; MSG_CMSG_CLOEXEC. MSG_ERRQUEUE takes from a socket's error queue instead, and never waits: see
 * `decodeExtendedErrors`. Returns `null` when it would block or the error queue is empty. Throws ECONNRESET, EINTR. Never
 * throws EMFILE: MSG_CTRUNC reports it. recvmsg(2), unix(7)
 */
export function recvmsg(fd: Fd, buffers: readonly Uint8Array[], controlLength = 0, flags = 0): ReceivedMessage | null {
  checkFd(fd);
  checkInt(controlLength, 'controlLength', 0, MAX_CONTROL_BYTES);
  checkFlags(flags);
  const name = Buffer.alloc(ADDRESS_BYTES);
  const control = Buffer.alloc(controlLength);
  const header = messageHeader(name, buffers, control);
  const n = keep([buffers, control, name, header], () =>
    interruptible(unlessTimed(fd, SO_RCVTIMEO), () => {
      header.reset();
      return cRecvmsg(fd, header.bytes, flags);
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

/** A struct msghdr; on little-endian 64-bit machines the layouts of glibc and musl are compatible. */
function messageHeader(name: Uint8Array | null, buffers: readonly Uint8Array[], control: Uint8Array | null) {
  const vector = ioVector(buffers);
  const bytes = Buffer.alloc(MSGHDR.bytes);
  const place = (at: number, part: Uint8Array | null) =>
    bytes.writeBigUInt64LE(part === null || part.length === 0 ? 0n : addressOf(part), at);
  place(MSGHDR.name, name);
  place(MSGHDR.vector, vector);
  place(MSGHDR.control, control);
  bytes.writeUInt32LE(buffers.length, MSGHDR.count);
  /** Sets the lengths and flags, which the kernel overwrites at each call. */
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
  if ((flags & MSG_ZEROCOPY) !== 0) checkMapped(buffer, 'buffer', 'with MSG_ZEROCOPY');
  const to = encodeAddress(address);
  const n = interruptible(unlessTimed(fd, SO_SNDTIMEO), () => cSendto(fd, buffer, buffer.length, flags, to, to.length));
  return n >= 0 ? n : nullOrFail('sendto');
}

/** A datagram's length and sender. */
export interface ReceivedFrom {
  readonly bytes: number;
  /** `null` on a connected stream. */
  readonly address: SocketAddress | null;
}

/**
 * `ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, struct sockaddr *addr, socklen_t *addrlen)`
 *
 * Receives one datagram into the front of `buffer`, and its sender's address. Bytes that do not fit are lost; with
 * MSG_TRUNC in `flags` they are counted in the result. Returns `null` when there is none yet. recvfrom(2), udp(7)
 */
export function recvfrom(fd: Fd, buffer: Uint8Array, flags = 0, length: number = buffer?.length): ReceivedFrom | null {
  checkFd(fd);
  checkRange(buffer, length);
  checkFlags(flags);
  const name = new Uint8Array(ADDRESS_BYTES);
  const nameLength = new Uint32Array(1);
  const n = interruptible(unlessTimed(fd, SO_RCVTIMEO), () => {
    nameLength[0] = ADDRESS_BYTES;
    return cRecvfrom(fd, buffer, length, flags, name, nameLength);
  });
  if (n < 0) return nullOrFail('recvfrom');
  const used = nameLength[0] ?? 0;
  return { bytes: n, address: used === 0 ? null : decodeAddress(name, used) };
}

/** The inode, which is the same on both sides of a passed descriptor. */
const inodeOf = (fd: Fd): number => fstatSync(fd).ino;

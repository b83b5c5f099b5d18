import { SCM_RIGHTS, SOL_SOCKET } from '../constants.ts';
import { checkBytes, checkFd, checkInt, type Fd, wrong } from '../core/check.ts';
import { align, controlMessages, HEADER_BYTES } from './control.ts';

/** The maximum number of descriptors in one message. unix(7) */
export const SCM_MAX_FD = 253;

/** `CMSG_SPACE(length)`: the size of a control message with `length` bytes of data, with padding. cmsg(3) */
export function cmsgSpace(length: number): number {
  checkInt(length, 'length', 0, 1 << 20);
  return HEADER_BYTES + align(length);
}

/** `CMSG_LEN(length)`: the length in its header, without padding. cmsg(3) */
export function cmsgLen(length: number): number {
  checkInt(length, 'length', 0, 1 << 20);
  return HEADER_BYTES + length;
}

/** A control message that passes these descriptors: SOL_SOCKET, SCM_RIGHTS and an int for each. They stay open and the caller's. unix(7) */
export function encodeRights(fds: readonly Fd[]): Uint8Array {
  if (!Array.isArray(fds)) wrong('fds', fds, 'an array of descriptors');
  if (fds.length > SCM_MAX_FD) throw new RangeError(`fds must be at most ${SCM_MAX_FD}, not ${fds.length}`);
  const control = Buffer.alloc(cmsgSpace(4 * fds.length));
  control.writeBigUInt64LE(BigInt(cmsgLen(4 * fds.length)), 0);
  control.writeInt32LE(SOL_SOCKET, 8);
  control.writeInt32LE(SCM_RIGHTS, 12);
  fds.forEach((fd, i) => {
    checkFd(fd, `fds[${i}]`);
    control.writeInt32LE(fd, HEADER_BYTES + 4 * i);
  });
  return control;
}

/** The descriptors in control bytes from the kernel; messages of other kinds are skipped. */
export function decodeRights(control: Uint8Array): Fd[] {
  checkBytes(control, 'control');
  const fds: Fd[] = [];
  for (const { level, type, data } of controlMessages(control)) {
    if (level !== SOL_SOCKET || type !== SCM_RIGHTS) continue;
    for (let i = 0; i + 4 <= data.byteLength; i += 4) fds.push(data.getInt32(i, true));
  }
  return fds;
}

/**
 * The messages between parent and worker, one byte each. The parent sends CONNECTION, with the descriptor as control data,
 * or EXIT; the worker sends FREE.
 */
import { todo } from '#program';
import {
  close,
  cmsgSpace,
  type Fd,
  isSystemError,
  MSG_CMSG_CLOEXEC,
  POLLIN,
  poll,
  read,
  recvmsg,
  sendmsg,
  write,
} from '#sys';

const CONNECTION = 1;
const EXIT = 2;
const FREE = 3;

/** Passes a connection. The receiver gets a descriptor of its own, so the caller closes its copy afterwards. */
export function sendFd(channel: Fd, fd: Fd): void {
  //#region 07.2
  // TODO 07.2: send the byte CONNECTION with `fd` as its control data.
  //   - without a byte of data a stream sends nothing, and reports no error
  //   man: sendmsg(2), unix(7) "SCM_RIGHTS", cmsg(3)
  todo('07.2', 'send the byte CONNECTION with `fd` as its control data');
  //#endregion
}

/**
 * Receives the next connection, which the caller owns. `null` when the worker is told to exit or the parent has ended;
 * `lost` when the connection came without its descriptor.
 */
export function recvFd(channel: Fd): Fd | 'lost' | null {
  //#region 07.2
  // TODO 07.2: receive one byte, and return the descriptor that came with it.
  //   - give recvmsg room for control data, cmsgSpace(4), and MSG_CMSG_CLOEXEC as the flags
  //   - return null for EXIT and at the end of the stream (0 bytes)
  //   - `lost`: no descriptor came, for this process may have no free one (MSG_CTRUNC)
  //   - the padding behind the first descriptor has room for a second: close it
  //   man: recvmsg(2), cmsg(3) "CMSG_SPACE", unix(7)
  todo('07.2', 'receive one byte, and return the descriptor that came with it');
  //#endregion
}

/** Tells a worker to exit as soon as it is free. A worker that has just died is not told: its channel reports the end. */
export function sendExit(channel: Fd): void {
  try {
    write(channel, Buffer.from([EXIT]));
  } catch (error) {
    if (!isSystemError(error, 'EPIPE')) throw error;
  }
}

/** Whether the parent has told a busy worker to exit, or has ended: it sends a busy worker nothing else. Does not wait. */
export function isToldToExit(channel: Fd): boolean {
  return poll([{ fd: channel, events: POLLIN }], 0)[0] !== 0;
}

/** Tells the parent that this worker is free. */
export function reportFree(channel: Fd): void {
  write(channel, Buffer.from([FREE]));
}

/** Reads from a worker's channel: `free` is its report, `ended` means that the worker has died, `null` that nothing has arrived. */
export function readReport(channel: Fd): 'free' | 'ended' | null {
  const byte = Buffer.alloc(1);
  try {
    const n = read(channel, byte);
    if (n === 0) return 'ended';
    return n === 1 && byte[0] === FREE ? 'free' : null;
  } catch (error) {
    if (!isSystemError(error, 'ECONNRESET')) throw error;
    return 'ended'; // the worker died with a message unread: unix(7) reports that as a reset
  }
}

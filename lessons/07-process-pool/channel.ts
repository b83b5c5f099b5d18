/**
 * What parent and worker say to each other: messages of one byte. From the parent, a connection (the descriptor goes
 * beside the byte) or the word to exit; from the worker, that it is free again.
 */
import { todo } from '#program';
import { cmsgSpace, type Fd, recvmsg, sendmsg, write } from '#sys';

const CONNECTION = 1;
const EXIT = 2;
export const FREE = 3;

/** Passes a connection. The receiver gets a descriptor of its own: the caller may, and should, close its copy. */
export function sendFd(channel: Fd, fd: Fd): void {
  //#region 07.2
  // TODO 07.2: send the byte CONNECTION, and `fd` beside it as control data. Without a byte of data nothing is sent.
  //   man: sendmsg(2), unix(7) "SCM_RIGHTS", cmsg(3)
  todo('07.2', 'send the byte CONNECTION, and `fd` beside it as control data');
  //#endregion
}

/** The next connection, which the caller owns; `null` when the worker is to exit, or there is no parent any more. */
export function recvFd(channel: Fd): Fd | null {
  //#region 07.2
  // TODO 07.2: receive one byte, with room for the control data of one descriptor. Return the descriptor that came with
  //   CONNECTION; null for EXIT, and at the end of the stream (0 bytes).
  //   man: recvmsg(2), cmsg(3) "CMSG_SPACE"
  todo('07.2', 'receive one byte, with room for the control data of one descriptor');
  //#endregion
}

/** Tells a worker to exit once it has done what it is doing. */
export function sendExit(channel: Fd): void {
  write(channel, Buffer.from([EXIT]));
}

/** Tells the parent that this worker is free. */
export function reportFree(channel: Fd): void {
  write(channel, Buffer.from([FREE]));
}

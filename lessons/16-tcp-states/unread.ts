/** Bytes that have arrived and are not read. Nothing to do in this file. */
import { Failure } from '#program';
import { type Fd, FIONREAD, ioctl, sleepMs } from '#sys';

export const HELLO = Buffer.from('hello');
/** Each lasts a millisecond or more. */
const SLEEPS = 3000;

/** Waits until this many bytes have arrived at a socket, and reads none of them. */
export function untilUnread(fd: Fd, count: number): void {
  for (let waited = 0; unread(fd) < count; waited++) {
    if (waited >= SLEEPS) throw new Failure(`${unread(fd)} bytes have arrived, and not ${count}`);
    sleepMs(1);
  }
}

function unread(fd: Fd): number {
  return ioctl(fd, FIONREAD);
}

/** The end of a connection when everything has been sent. Nothing to do in this file. */
import { type Fd, isSystemError, recv, SHUT_WR, shutdown } from '#sys';
import type { Channel } from './channel.ts';
import type { EventLoop } from './loop.ts';

/** How long a client that still talks may do so after our end. */
const LINGER_MS = 1000;
const READS = 16;
const waste = Buffer.alloc(65_536);

/**
 * Sends the FIN, then calls `close`. A close with unread bytes would send RST, and the client would lose what is still on
 * its way: so what it has sent is read and thrown away, for a moment also what still comes.
 */
export function sayGoodbye(loop: EventLoop, channel: Channel, close: () => void): void {
  try {
    shutdown(channel.fd, SHUT_WR);
  } catch (error) {
    if (!isSystemError(error, 'ENOTCONN')) throw error;
  }
  if (discard(channel.fd) !== 'more') {
    close();
    return;
  }
  channel.onReadable = () => {
    if (discard(channel.fd) === 'end') close();
  };
  channel.read(true);
  loop.runAfter(LINGER_MS, close);
}

/** Throws away what is there: was it nothing, the end of the stream, or something? */
function discard(fd: Fd): 'nothing' | 'end' | 'more' {
  try {
    for (let i = 0; i < READS; i++) {
      const n = recv(fd, waste);
      if (n === null) return i === 0 ? 'nothing' : 'more';
      if (n === 0) return 'end';
    }
    return 'more';
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return 'end'; // the client has reset it
  }
}

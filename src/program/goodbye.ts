/** The end of a connection when everything has been sent. */
import { type Fd, isSystemError, recv, SHUT_WR, shutdown } from '#sys';

/** What is needed of an event loop: timers. */
interface Timers<T> {
  runAfter(milliseconds: number, task: () => void): T;
  cancel(timer: T): void;
}

/** What is needed of a channel: its descriptor, and to hear of data. */
interface Readable {
  readonly fd: Fd;
  onReadable: () => void;
  read(wanted: boolean): void;
}

/** How long a client may leave our end unanswered. */
const LINGER_MS = 1000;
const READS = 16;
const waste = Buffer.alloc(65_536);

/**
 * Sends the FIN, and calls `close` when the client has answered it with its own, or after a second. A closed socket answers whatever
 * still comes with RST, and throws away what it has not got rid of yet: until then what the client sends is read and thrown away.
 */
export function sayGoodbye<T>(loop: Timers<T>, channel: Readable, close: () => void): void {
  try {
    shutdown(channel.fd, SHUT_WR);
  } catch (error) {
    if (!isSystemError(error, 'ENOTCONN')) throw error;
  }
  if (hasEnded(channel.fd)) {
    close();
    return;
  }
  const timer = loop.runAfter(LINGER_MS, close);
  channel.onReadable = () => {
    if (!hasEnded(channel.fd)) return;
    loop.cancel(timer);
    close();
  };
  channel.read(true);
}

/** Throws away what is there. Was that the end? */
function hasEnded(fd: Fd): boolean {
  try {
    for (let i = 0; i < READS; i++) {
      const n = recv(fd, waste);
      if (n === null) return false;
      if (n === 0) return true;
    }
    return false;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return true; // the client has reset it
  }
}

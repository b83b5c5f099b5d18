/** Closing a connection without losing data that is still on its way to the client. */
import { type Fd, isSystemError, recv, SHUT_WR, shutdown } from '#sys';

/** The part of an event loop that this needs: timers. */
interface Timers<T> {
  runAfter(milliseconds: number, task: () => void): T;
  cancel(timer: T): void;
}

/** The part of a channel that this needs: its descriptor and the read event. */
interface Readable {
  readonly fd: Fd;
  onReadable: () => void;
  setReading(on: boolean): void;
}

/** How long to wait for the client's FIN. */
const LINGER_MS = 1000;
const READS = 16;
const waste = Buffer.alloc(65_536);

/**
 * Sends the FIN, and calls `close` when the client's FIN has arrived, or after a second. Until then data from the client is read
 * and dropped, because a closed socket answers such data with RST, and then drops all that it has not delivered yet.
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
  channel.setReading(true);
}

/** Reads and drops what has arrived; true when the client has ended or reset the connection. */
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

import { type Fd, formatAddress, getpid, getsockname, retryOnEintr, type SocketAddress, write } from '#sys';

/** Logs an event: one line on standard error, with this process's pid. */
export function log(text: string): void {
  writeLine(2, `${getpid()} ${text}`);
}

/** The process that has reported ready: a forked child has not, though it inherits this variable. */
let readyPid = 0;
export const isReady = (): boolean => readyPid === getpid();

/** Reports on standard output that the server is ready: `listening 127.0.0.1:PORT`. */
export function ready(listener: Fd): void {
  readyPid = getpid();
  writeLine(1, `listening ${formatAddress(getsockname(listener))}`);
}

/** An address as people write it, for `log`. */
export const show = (address: SocketAddress): string => formatAddress(address);

/** One line in one write, so that lines of several processes do not mix. */
export function writeLine(fd: Fd, text: string): void {
  try {
    retryOnEintr(() => write(fd, Buffer.from(`${text}\n`)));
  } catch {
    // The reader has gone: no reason to stop serving. (Unless SIGPIPE is ignored, it has already ended the process.)
  }
}

import { type Fd, formatAddress, getpid, getsockname, retryOnEintr, type SocketAddress, write } from '#sys';

/** Says on standard error, in one line with this process's pid, that something happened. */
export function log(text: string): void {
  writeLine(2, `${getpid()} ${text}`);
}

/** The process that said so; a child of a fork has not. */
let readyPid = 0;
export const isReady = (): boolean => readyPid === getpid();

/** Says on standard output that the server is ready: `listening 127.0.0.1:PORT`. */
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
    // Nobody reads it any more: no reason to stop serving. Without SIG_IGN for SIGPIPE this has been the end already.
  }
}

/** A worker's whole life: a connection comes, its client gets files, the parent hears that the worker is free. */
import { TrainError, log, serveFiles, setPatience, todo } from '#program';
import { close, type Fd, isSystemError } from '#sys';
import { recvFd, reportFree } from './channel.ts';

/** Serves one connection after the other until told to exit. Returns the exit status. */
export function serveConnections(channel: Fd, directory: string, patience: number): number {
  //#region 07.3
  // TODO 07.3: receive a connection, or return 0 when there will be no more. Set its patience (`patience` is in seconds, setPatience wants milliseconds), and serve files until the client
  //   has no more requests. A failed system call there means that this client has gone, a TrainError that it talks nonsense:
  //   log it, and stay. Throw other errors again. Close the connection in any case, then report that you are free.
  todo('07.3', 'receive a connection, or return 0 when there will be no more');
  //#endregion
}

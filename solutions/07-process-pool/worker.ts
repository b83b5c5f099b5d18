/** The worker: it receives a connection, serves files to its client, and reports to the parent that it is free. */
import { log, serveFiles, setPatience, TrainError } from '#program';
import { close, type Fd, isSystemError } from '#sys';
import { isToldToExit, recvFd, reportFree } from './channel.ts';

/** Serves one connection after the other until told to exit. Returns the exit status. */
export function serveConnections(channel: Fd, directory: string, patience: number): number {
  //#region 07.3
  // TODO 07.3: serve one connection after the other until recvFd returns null; then return 0.
  //   - setPatience (milliseconds; `patience` is in seconds): no client holds the worker for ever
  //   - serveFiles calls isToldToExit after each answer: nor does a client that goes on asking
  //   - SystemError (the client has gone), TrainError (it breaks the protocol): log, no other error
  //   - close the connection in every case, and only then report that you are free; 'lost': only report
  for (let conn = recvFd(channel); conn !== null; conn = recvFd(channel)) {
    if (conn === 'lost') {
      log('lost a client: no descriptor came with its message');
      reportFree(channel);
      continue;
    }
    try {
      setPatience(conn, patience * 1000);
      serveFiles(conn, directory, () => isToldToExit(channel));
    } catch (error) {
      if (!isSystemError(error) && !(error instanceof TrainError)) throw error;
      log(`lost a client: ${error.message}`);
    } finally {
      close(conn);
    }
    reportFree(channel);
  }
  return 0;
  //#endregion
}

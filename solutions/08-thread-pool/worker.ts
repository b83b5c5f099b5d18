/** A thread of the pool: it takes connections from the queue and serves files to their clients. */
import { log, serveFiles, setPatience } from '#program';
import { close, gettid } from '#sys';
import type { ThreadData } from './pool.ts';
import { JobQueue } from './queue.ts';
import { Serving } from './serving.ts';

/** Serves one connection after the other until the queue ends. Returns the status for `join`. */
export default function work({ queue: share, serving: table, directory, patience, index }: ThreadData): number {
  const queue = JobQueue.from(share);
  const serving = Serving.from(table);
  log(`thread ${gettid()}`);
  //#region 08.4 silent
  // TODO 08.4: take and serve connections until queue.take returns null.
  //   - setPatience (milliseconds; `patience` is in seconds): no client holds the thread for ever
  //   - serveFiles looks at serving.stopped after each answer: nor does one that goes on asking
  //   - log every error and go on: an exception that leaves this function ends the whole process
  //   - serving.begin before you serve; in every case serving.end and then close the only descriptor
  for (let conn = queue.take(); conn !== null; conn = queue.take()) {
    try {
      serving.begin(index, conn);
      setPatience(conn, patience * 1000);
      serveFiles(conn, directory, () => serving.stopped);
    } catch (error) {
      log(`thread ${gettid()} lost a client: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      serving.end(index);
      close(conn);
    }
  }
  //#endregion
  return 0;
}

/** What each thread of the pool does: a job is a connection, whose client gets files. */
import { log, serveFiles, setPatience } from '#program';
import { close, gettid } from '#sys';
import type { ThreadData } from './pool.ts';
import { JobQueue } from './queue.ts';
import { Serving } from './serving.ts';

/** Serves one connection after the other until the queue ends. Returns the status that `join` tells. */
export default function work({ queue: share, serving: table, directory, patience, index }: ThreadData): number {
  const queue = JobQueue.from(share);
  const serving = Serving.from(table);
  log(`thread ${gettid()}`);
  //#region 08.4 silent
  // TODO 08.4: take connections until there will be no more (null). For each: serving.begin, set its patience (`patience` is in
  //   seconds, setPatience wants milliseconds), and serve files until the client has no more requests. Whatever goes wrong there belongs to this job: log it, and stay; an exception that leaves
  //   this function ends the whole process. In any case serving.end, and close the connection.
  //#endregion
  return 0;
}

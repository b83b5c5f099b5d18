/** A worker thread: in the reactor it reads, parses, answers and writes; in the proactor it gets whole requests. */
import { log, todo } from '#program';
import { gettid } from '#sys';
import { HttpConnection } from './connection.ts';
import { Folder } from './files.ts';
import { answerTo } from './handler.ts';
import { Mailbox } from './mailbox.ts';
import { type Done, type Event, type Next, type Task, toDone, type WorkerData } from './messages.ts';
import type { Owner } from './owner.ts';

/** Returns the status for `join`. */
export default function work({ mode, directory, inbox, outbox }: WorkerData): number {
  log(`worker ${gettid()}`);
  const folder = new Folder(directory);
  if (mode === 'proactor') answerTasks(new Mailbox<Task>(inbox), new Mailbox<Done>(outbox), folder);
  else serveEvents(new Mailbox<Event>(inbox), new Mailbox<Next>(outbox), folder);
  folder.close();
  return 0;
}

/** The proactor: the loop has read, and will write. */
function answerTasks(inbox: Mailbox<Task>, outbox: Mailbox<Done>, folder: Folder): void {
  for (let task = inbox.take(); task !== null; task = inbox.take()) {
    const { id, method, path, content } = task;
    //#region 12.8
    // TODO 12.8: answerTo the request, and put its answer into the outbox, as toDone makes it.
    //   - the outbox may be full: wait for room
    todo('12.8', 'answerTo the request, and put its answer into the outbox, as toDone makes it');
    //#endregion
  }
}

/** The reactor: the loop only waits. Connections live in the heap of this thread, so their events always come here. */
function serveEvents(inbox: Mailbox<Event>, outbox: Mailbox<Next>, folder: Folder): void {
  const connections = new Map<number, HttpConnection>();
  const ownerOf = (id: number): Owner => ({
    handle: (request, content, respond) => respond(answerTo(request, content, folder)),
    wait: (reading, writing, phase, renewed) => {
      outbox.put({ id, ended: false, reading, writing, phase, renewed }, true);
    },
    ended: () => {
      //#region 12.8
      // TODO 12.8: forget the connection, and tell the loop that it has ended.
      //   - do not close the descriptor here: the loop may still have it in its list
      todo('12.8', 'forget the connection, and tell the loop that it has ended');
      //#endregion
    },
  });
  for (let event = inbox.take(); event !== null; event = inbox.take()) {
    //#region 12.8
    // TODO 12.8: find the connection of the event, or make it when it starts, and handle the event.
    todo('12.8', 'find the connection of the event, or make it when it starts, and handle the event');
    //#endregion
  }
}

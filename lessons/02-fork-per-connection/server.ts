/**
 * The concurrent echo server: a process for every connection. The parent only accepts; each child
 * serves one client with plain blocking calls and ends with it.
 */
import { goneBefore, listenOn, log, nothingLeft, program, ready, show, todo, writeAll } from '#program';
import {
  _exit,
  type Accepted,
  accept,
  close,
  describeStatus,
  type Fd,
  fork,
  isSystemError,
  read,
  retryOnEintr,
  SHUT_WR,
  SIG_DFL,
  SIG_IGN,
  SIGCHLD,
  SIGINT,
  SIGPIPE,
  SIGTERM,
  shutdown,
  sigaction,
  signal,
  sleepMs,
  WNOHANG,
  waitpid,
} from '#sys';

/** So long nobody is accepted when there is nothing left to accept with: children that end give back what they had. */
const PAUSE_MS = 100;

/** Set by SIGTERM and SIGINT: accept no more, let the open conversations end, then exit. */
let stopping = false;

/** Accepts until it is told to stop, then waits for the children that still serve. */
export function serve(listener: Fd, limit: number): void {
  while (!stopping) {
    const connection = nextConnection(listener);
    if (connection !== null) serveInChild(listener, connection, limit);
  }
  //#region 02.3
  // TODO 02.3: close the listener, so that connecting is refused from now on, and wait for all children.
  //   A blocking waitpid throws ECHILD when there are none left, and may be interrupted as well.
  //   man: waitpid(2) "ERRORS"
  todo('02.3', 'close the listener, so that connecting is refused from now on, and wait for all children');
  //#endregion
}

/** The next connection, or null: a signal ended the wait, or there is none to be had. */
function nextConnection(listener: Fd): Accepted | null {
  try {
    return accept(listener);
  } catch (error) {
    if (goneBefore(error)) return null;
    if (nothingLeft(error)) {
      log(`accepts nobody for a while: ${String(error)}`);
      retryOnEintr(() => sleepMs(PAUSE_MS));
      return null;
    }
    if (!isSystemError(error, 'EINTR')) throw error;
    //#region 02.3
    // TODO 02.3: a handler has run while accept waited, and nothing is broken: return null.
    //   man: accept(2) "ERRORS", signal(7) "Interruption of system calls"
    todo('02.3', 'a handler has run while accept waited, and nothing is broken: return null');
    //#endregion
  }
}

/** Forks a child for the connection. Both processes hold both descriptors then; each closes what it does not need. */
function serveInChild(listener: Fd, connection: Accepted, limit: number): void {
  //#region 02.1
  // TODO 02.1: fork. The child closes the listener, runs converse, and leaves by _exit with what that returns;
  //   the parent logs `child ${pid} serves ${show(connection.peer)}` and closes its copy of the connection.
  //   A fork that throws costs this client its connection, and nobody else anything.
  //   man: fork(2), close(2), _exit(2)
  todo('02.1', 'fork. The child closes the listener, runs converse, and leaves by _exit with what that returns');
  //#endregion
}

/** A child's whole work: the conversation with one client. Returns the exit status. */
function converse({ fd, peer }: Accepted, limit: number): number {
  for (const signum of [SIGCHLD, SIGTERM, SIGINT]) signal(signum, SIG_DFL); // the parent's handlers came along
  //#region 02.4 silent
  // TODO 02.4: without this, writing to a client that has reset ends the child by SIGPIPE.
  //   man: signal(7) "SIGPIPE", write(2) "EPIPE"
  //#endregion
  try {
    echo(fd, limit);
    hangUp(fd);
    close(fd);
    return 0;
  } catch (error) {
    //#region 02.4
    // TODO 02.4: a failed system call here means that the client has gone: log it and return 1, the child's status.
    //   Throw every other error again.
    //   man: read(2) and write(2) "ERRORS"
    todo('02.4', 'a failed system call here means that the client has gone: log it and return 1, the child\'s status', error);
    //#endregion
  }
}

const buffer = Buffer.alloc(4096);

/** Sends back what comes, until the client has no more to say or `limit` bytes have gone back. */
function echo(conn: Fd, limit: number): void {
  let left = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  while (left > 0) {
    const n = read(conn, buffer, Math.min(left, buffer.length));
    if (n === 0 || n === null) return;
    writeAll(conn, buffer.subarray(0, n));
    left -= n;
  }
}

/** Ends the conversation so that the client has everything and gets its end of file now. */
function hangUp(conn: Fd): void {
  //#region 02.5 silent
  // TODO 02.5: end our direction with shutdown: unlike close it acts whoever else holds this connection.
  //   Then read and throw away until the client's own end of file: closing with unread bytes
  //   in the queue would send a reset, and could cost the client what it has not read yet.
  //   man: shutdown(2), tcp(7)
  //#endregion
}

/** Reaps every child that has ended. One SIGCHLD may stand for many. */
function reapChildren(): void {
  //#region 02.2
  // TODO 02.2: reap all children that have ended, without waiting for those that have not.
  //   Log `child ${ended.pid} ${describeStatus(ended)}` for each.
  //   man: waitpid(2) "WNOHANG", signal(7) "Standard signals do not queue"
  todo('02.2', 'reap all children that have ended, without waiting for those that have not');
  //#endregion
}

/** Says what the parent does when a child ends, and when somebody wants it to stop. */
function handleSignals(): void {
  //#region 02.2 silent
  // TODO 02.2: call reapChildren on SIGCHLD. signal() restarts an interrupted accept by itself.
  //   man: signal(2), sigaction(2) "SA_RESTART"
  //#endregion
  //#region 02.3 silent
  // TODO 02.3: on SIGTERM and SIGINT set stopping. Use sigaction without SA_RESTART: accept has to come back.
  //   man: sigaction(2)
  //#endregion
}

program(
  import.meta.url,
  {
    about: 'Echo server, a process for every client.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      limit: { default: 0, about: 'bytes to echo to a client before hanging up; 0 for no limit' },
    },
  },
  ({ port, limit }) => {
    const listener = listenOn(port);
    handleSignals();
    ready(listener);
    serve(listener, limit);
  },
);

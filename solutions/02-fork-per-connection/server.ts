/**
 * The concurrent echo server: a process for each connection. The parent only accepts; each child
 * serves one client with plain blocking calls, and then ends.
 */
import { goneBefore, listenOn, log, nothingLeft, program, ready, show, writeAll } from '#program';
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

/** Pause after EMFILE and the like: exiting children free descriptors and memory. */
const PAUSE_MS = 100;

/** Set by SIGTERM and SIGINT: stop accepting, let the open conversations end, then exit. */
let stopping = false;

/** Accepts until it is told to stop, then waits for the children that still serve. */
export function serve(listener: Fd, limit: number): void {
  while (!stopping) {
    const connection = nextConnection(listener);
    if (connection !== null) serveInChild(listener, connection, limit);
  }
  //#region 02.3
  // TODO 02.3: close the listener, then wait for all children to end.
  //   - a blocking waitpid throws ECHILD when no child is left
  //   - a signal may interrupt waitpid as well: EINTR; throw every other error again
  //   man: waitpid(2) "ERRORS"
  close(listener);
  log('stopping');
  for (;;) {
    try {
      waitpid(-1);
    } catch (error) {
      if (isSystemError(error, 'ECHILD')) return;
      if (!isSystemError(error, 'EINTR')) throw error;
    }
  }
  //#endregion
}

/** The next connection, or null: a signal interrupted the wait, or accept failed for now. */
function nextConnection(listener: Fd): Accepted | null {
  try {
    return accept(listener);
  } catch (error) {
    if (goneBefore(error)) return null;
    if (nothingLeft(error)) {
      log(`pausing accept for ${PAUSE_MS} ms: ${String(error)}`);
      retryOnEintr(() => sleepMs(PAUSE_MS));
      return null;
    }
    if (!isSystemError(error, 'EINTR')) throw error;
    //#region 02.3
    // TODO 02.3: return null after EINTR. A handler ran while accept waited, and nothing is broken.
    //   man: accept(2) "ERRORS", signal(7) "Interruption of system calls"
    return null;
    //#endregion
  }
}

/** Forks a child for the connection. Both processes hold both descriptors then; each closes the one it does not need. */
function serveInChild(listener: Fd, connection: Accepted, limit: number): void {
  //#region 02.1
  // TODO 02.1: fork a child that serves the connection with converse.
  //   - the child closes the listener and leaves by _exit, with the status that converse returns
  //   - the parent logs `child ${pid} serves ${show(connection.peer)}` and closes the connection
  //   - fork may throw: this client loses its connection, and the server goes on
  //   man: fork(2), close(2), _exit(2)
  let pid: number;
  try {
    pid = fork();
  } catch (error) {
    log(`no child for ${show(connection.peer)}: ${String(error)}`);
    close(connection.fd);
    return;
  }
  if (pid === 0) {
    close(listener); // or the port stays open for as long as this client talks
    _exit(converse(connection, limit)); // or this child goes on into the accept loop
  }
  log(`child ${pid} serves ${show(connection.peer)}`);
  close(connection.fd); // the child has its own copy; while this one is open, close sends no FIN
  //#endregion
}

/** The work of a child: the conversation with one client. Returns the exit status. */
function converse({ fd, peer }: Accepted, limit: number): number {
  for (const signum of [SIGCHLD, SIGTERM, SIGINT]) signal(signum, SIG_DFL); // fork copies the parent's handlers
  //#region 02.4 silent
  // TODO 02.4: ignore SIGPIPE, whose default action ends the child: write throws EPIPE then.
  //   man: signal(7) "SIGPIPE", write(2) "EPIPE"
  signal(SIGPIPE, SIG_IGN);
  //#endregion
  try {
    echo(fd, limit);
    hangUp(fd);
    close(fd);
    return 0;
  } catch (error) {
    //#region 02.4
    // TODO 02.4: log a failed system call, because it means that the client has gone.
    //   - return 1, the exit status of the child
    //   - throw every other error again
    //   man: read(2) and write(2) "ERRORS"
    if (!isSystemError(error)) throw error;
    log(`lost ${show(peer)}: ${error.message}`);
    return 1;
    //#endregion
  }
}

const buffer = Buffer.alloc(4096);

/** Echoes until the client ends its direction, or until `limit` bytes have been sent back. */
function echo(conn: Fd, limit: number): void {
  let left = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  while (left > 0) {
    const n = read(conn, buffer, Math.min(left, buffer.length));
    if (n === 0 || n === null) return;
    writeAll(conn, buffer.subarray(0, n));
    left -= n;
  }
}

/** Ends the conversation: the client gets end of file now, and loses no byte of its echo. */
function hangUp(conn: Fd): void {
  //#region 02.5 silent
  // TODO 02.5: end our direction with shutdown, then read until the client's own end of file.
  //   - another process may hold the connection: close alone would not send the FIN
  //   - close with unread bytes in the receive queue sends a reset, and undelivered echo is lost
  //   man: shutdown(2), tcp(7)
  shutdown(conn, SHUT_WR);
  while (read(conn, buffer) !== 0) {
    // discard the rest of the client's bytes
  }
  //#endregion
}

/** Reaps every child that has ended. One SIGCHLD may stand for many children. */
function reapChildren(): void {
  //#region 02.2
  // TODO 02.2: reap all children that have ended, without waiting for those that still run.
  //   - one SIGCHLD may stand for many children
  //   - log `child ${ended.pid} ${describeStatus(ended)}` for each
  //   man: waitpid(2) "WNOHANG", signal(7) "Standard signals do not queue"
  for (;;) {
    const ended = waitpid(-1, WNOHANG);
    if (ended === null) return;
    log(`child ${ended.pid} ${describeStatus(ended)}`);
  }
  //#endregion
}

/** Installs the parent's handlers: for a child that ends, and for a request to stop. */
function handleSignals(): void {
  //#region 02.2 silent
  // TODO 02.2: call reapChildren on SIGCHLD.
  //   - signal restarts an interrupted accept by itself
  //   man: signal(2), sigaction(2) "SA_RESTART"
  signal(SIGCHLD, reapChildren);
  //#endregion
  //#region 02.3 silent
  // TODO 02.3: set stopping on SIGTERM and SIGINT.
  //   - use sigaction without SA_RESTART: accept must throw EINTR, so that the loop sees the flag
  //   man: sigaction(2)
  for (const signum of [SIGTERM, SIGINT]) {
    sigaction(signum, {
      handler: () => {
        stopping = true;
      },
    });
  }
  //#endregion
}

program(
  import.meta.url,
  {
    about: 'Echo server, a process for each client.',
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

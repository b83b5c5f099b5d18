import {
  _exit,
  type Accepted,
  accept,
  close,
  describeStatus,
  type Fd,
  fork,
  isSystemError,
  SIG_DFL,
  SIGCHLD,
  SIGINT,
  SIGTERM,
  sigaction,
  signal,
  WNOHANG,
  waitpid,
} from '#sys';
import { log, show } from './log.ts';

/**
 * The server of lesson 02: a process for every connection. `converse` runs in the child, which ends with the
 * status that it returns; the connection is closed for it. Returns after SIGTERM or SIGINT, once all children have ended.
 */
export function serveInChildren(listener: Fd, converse: (connection: Accepted) => number): void {
  let stopping = false;
  const stop = (): void => {
    stopping = true;
  };
  signal(SIGCHLD, () => {
    for (let ended = waitpid(-1, WNOHANG); ended !== null; ended = waitpid(-1, WNOHANG)) {
      log(`child ${ended.pid} ${describeStatus(ended)}`);
    }
  });
  for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: stop });
  while (!stopping) {
    const connection = unlessInterrupted(() => accept(listener));
    if (connection !== null) startChild(listener, connection, converse);
  }
  close(listener);
  log('stopping');
  while (waitForChild());
}

/** Waits until a child ends, or a signal comes; false when there are no children. */
function waitForChild(): boolean {
  try {
    unlessInterrupted(() => waitpid(-1));
    return true;
  } catch (error) {
    if (isSystemError(error, 'ECHILD')) return false;
    throw error;
  }
}

function startChild(listener: Fd, connection: Accepted, converse: (connection: Accepted) => number): void {
  try {
    const pid = fork();
    if (pid === 0) {
      close(listener);
      for (const signum of [SIGCHLD, SIGTERM, SIGINT]) signal(signum, SIG_DFL);
      const status = converse(connection);
      close(connection.fd);
      _exit(status);
    }
    log(`child ${pid} serves ${show(connection.peer)}`);
  } catch (error) {
    if (!isSystemError(error) || error.syscall !== 'fork') throw error;
    log(`no child for ${show(connection.peer)}: ${error.message}`);
  }
  close(connection.fd);
}

function unlessInterrupted<T>(call: () => T): T | null {
  try {
    return call();
  } catch (error) {
    if (isSystemError(error, 'EINTR')) return null;
    throw error;
  }
}

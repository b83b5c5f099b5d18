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
  sleepMs,
  WNOHANG,
  waitpid,
} from '#sys';
import { goneBefore, nothingLeft } from './accept-errors.ts';
import { log, ready, show } from './log.ts';

/** The pause after EMFILE and the like: exiting children free descriptors. */
const PAUSE_MS = 100;

/**
 * The server of lesson 02: a process for every connection. `converse` runs in the child and returns its exit status; the
 * connection is closed for it. The handlers are installed before the server reports that it is ready. Returns after SIGTERM
 * or SIGINT, once all children have ended.
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
  ready(listener);
  while (!stopping) {
    const connection = nextConnection(listener);
    if (connection !== null) startChild(listener, connection, converse);
  }
  close(listener);
  log('stopping');
  while (waitForChild());
}

/** The next connection; null when a signal ended the wait or accept failed for the moment. */
function nextConnection(listener: Fd): Accepted | null {
  try {
    return unlessInterrupted(() => accept(listener));
  } catch (error) {
    if (goneBefore(error)) return null;
    if (!nothingLeft(error)) throw error;
    log(`accepts nobody for a while: ${String(error)}`);
    unlessInterrupted(() => sleepMs(PAUSE_MS));
    return null;
  }
}

/** Waits until a child ends or a signal arrives; false when there are no children. */
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

/**
 * Two-way chat. A blocking process can wait for one thing at a time, and a chat waits for two: the
 * keyboard and the peer. So each side is two processes on one connection, a reader and a writer.
 */
import { connectTo, listenOn, log, program, readWaiting, ready, show, writeAll } from '#program';
import {
  _exit,
  accept,
  close,
  type Fd,
  fork,
  isSystemError,
  kill,
  read,
  retryOnEintr,
  SHUT_WR,
  SIG_BLOCK,
  SIG_DFL,
  SIG_IGN,
  SIG_UNBLOCK,
  SIGCHLD,
  SIGINT,
  SIGPIPE,
  SIGTERM,
  shutdown,
  sigaction,
  signal,
  sigprocmask,
  WNOHANG,
  waitpid,
} from '#sys';

const STDIN: Fd = 0;
const STDOUT: Fd = 1;
const STOPS = [SIGTERM, SIGINT];

/** The writer's pid until it has been reaped: after that the kernel may give the number to another process. */
let writer: number | null = null;

/** Set by SIGTERM and SIGINT. */
let leaving = false;

/** Talks until the peer has ended its direction, or until SIGTERM or SIGINT. Leaves no process behind. */
export function chat(conn: Fd): void {
  //#region 02.6
  // TODO 02.6: fork a child that runs writeLoop; the parent runs watchWriter and readLoop.
  //   - the child leaves by _exit; the parent keeps its pid in `writer`
  //   - call endWriter however readLoop ends
  //   - block STOPS over the fork until the handlers are installed, or a signal orphans the child
  //   man: fork(2), _exit(2), sigprocmask(2)
  sigprocmask(SIG_BLOCK, STOPS);
  const pid = fork();
  if (pid === 0) {
    sigprocmask(SIG_UNBLOCK, STOPS);
    _exit(writeLoop(conn));
  }
  writer = pid;
  try {
    watchWriter();
    sigprocmask(SIG_UNBLOCK, STOPS);
    readLoop(conn);
  } finally {
    endWriter();
  }
  //#endregion
}

/** The child: standard input to the peer. Returns the exit status. */
function writeLoop(conn: Fd): number {
  //#region 02.6
  // TODO 02.6: copy standard input to the peer, and return the exit status.
  //   - readWaiting: the terminal or pipe of STDIN may be non-blocking, and null is not its end
  //   - at the end of the input use shutdown: the parent holds `conn` too, so close sends no FIN
  //   - a failed system call means that the peer has gone: return 1; throw every other error again
  //   man: shutdown(2), close(2)
  const buffer = Buffer.alloc(4096);
  try {
    for (;;) {
      const n = readWaiting(STDIN, buffer);
      if (n === 0) break;
      writeAll(conn, buffer.subarray(0, n));
    }
    shutdown(conn, SHUT_WR);
    return 0;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return 1;
  }
  //#endregion
}

/** The parent: the peer to standard output, until the peer ends its direction or a signal stops us. */
function readLoop(conn: Fd): void {
  //#region 02.6
  // TODO 02.6: copy from the peer to standard output until end of file, or until `leaving` is set.
  //   - EINTR: SIGTERM or SIGINT came while read waited. ECONNRESET: the peer has gone.
  //   - both end the loop without an error; throw every other error again
  //   man: read(2) "ERRORS"
  const buffer = Buffer.alloc(4096);
  try {
    while (!leaving) {
      const n = read(conn, buffer);
      if (n === 0 || n === null) return;
      writeAll(STDOUT, buffer.subarray(0, n));
    }
  } catch (error) {
    if (!isSystemError(error, 'EINTR') && !isSystemError(error, 'ECONNRESET')) throw error;
    log(error.message);
  }
  //#endregion
}

/** Installs the parent's handlers: reap a writer whose input has ended, and set `leaving` on STOPS. */
function watchWriter(): void {
  //#region 02.6
  // TODO 02.6: reap the writer on SIGCHLD and set `writer` to null.
  //   - it may have ended before the handler was installed: reap once by hand as well
  //   - on STOPS set `leaving`, with a handler without SA_RESTART
  //   man: waitpid(2), sigaction(2)
  const reap = () => {
    while (waitpid(-1, WNOHANG) !== null) writer = null;
  };
  signal(SIGCHLD, reap);
  reap();
  const leave = () => {
    leaving = true;
  };
  for (const signum of STOPS) sigaction(signum, { handler: leave });
  //#endregion
}

/** Ends the writer, which may wait in read for a terminal without input, and reaps it. */
function endWriter(): void {
  //#region 02.6
  // TODO 02.6: end the writer with SIGTERM and reap it, unless `writer` is null.
  //   - restore the default of SIGCHLD first, so that no handler reaps it in between
  //   - never signal a pid that has been reaped: it may belong to another process
  //   - a second SIGTERM or SIGINT may interrupt waitpid: EINTR
  //   man: kill(2), waitpid(2)
  signal(SIGCHLD, SIG_DFL);
  if (writer === null) return;
  kill(writer, SIGTERM);
  const pid = writer;
  retryOnEintr(() => waitpid(pid));
  writer = null;
  //#endregion
}

/** Waits for one peer, and refuses all others. */
function waitForPeer(port: number): Fd {
  const listener = listenOn(port);
  ready(listener);
  const connection = accept(listener);
  close(listener);
  if (connection === null) throw new Error('a blocking accept does not return null');
  log(`${show(connection.peer)} joined`);
  return connection.fd;
}

program(
  import.meta.url,
  {
    about: 'Chat between two terminals: one listens, the other one connects.',
    options: {
      port: { default: 0, about: 'port to listen on, or to connect to' },
      connect: { default: false, about: 'connect instead of listening' },
    },
  },
  ({ port, connect }) => {
    signal(SIGPIPE, SIG_IGN);
    chat(connect ? connectTo(port) : waitForPeer(port));
  },
);

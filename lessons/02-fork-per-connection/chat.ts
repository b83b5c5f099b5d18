/**
 * Two-way chat. A blocking process can wait for one thing at a time, and a chat waits for two: the
 * keyboard and the peer. So each side is two processes on one connection, a reader and a writer.
 */
import { connectTo, listenOn, log, program, ready, show, todo, writeAll } from '#program';
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

/** The writing process, while it has not been reaped: after that the number may be anybody's. */
let writer: number | null = null;

/** SIGTERM or SIGINT has come. */
let leaving = false;

/** Talks until the peer has ended its direction, or SIGTERM or SIGINT comes. Leaves no process behind then. */
export function chat(conn: Fd): void {
  //#region 02.6
  // TODO 02.6: fork. The child runs writeLoop and leaves by _exit; the parent keeps its pid in writer,
  //   watches over it (watchWriter), runs readLoop, and at last ends it (endWriter), however readLoop ends.
  //   A signal in STOPS between fork and watchWriter would leave the child alone: block them before, and unblock them in
  //   the child, and in the parent when its handlers are there.
  //   man: fork(2), _exit(2), sigprocmask(2)
  todo('02.6', 'fork. The child runs writeLoop and leaves by _exit');
  //#endregion
}

/** The child: standard input to the peer. Returns the exit status. */
function writeLoop(conn: Fd): number {
  //#region 02.6
  // TODO 02.6: copy standard input to the peer; at its end tell the peer with shutdown. The parent holds this
  //   connection too, so close would tell nobody. A failed call means that the peer has gone: return 1.
  //   man: shutdown(2), close(2)
  todo('02.6', 'copy standard input to the peer');
  //#endregion
}

/** The parent: what the peer says to standard output, until the peer has no more to say or a signal stops us. */
function readLoop(conn: Fd): void {
  //#region 02.6
  // TODO 02.6: copy from the peer to standard output until end of file, or until we are leaving. EINTR means that
  //   SIGTERM or SIGINT came while read waited; ECONNRESET that the peer has gone. Both end the loop without an error.
  //   man: read(2) "ERRORS"
  todo('02.6', 'copy from the peer to standard output until end of file, or until we are leaving');
  //#endregion
}

/** Reaps the writer when its input ends before the conversation does, and notices when we are to stop. */
function watchWriter(): void {
  //#region 02.6
  // TODO 02.6: on SIGCHLD reap the writer and set writer to null. It may have ended before this handler was
  //   there, so look once at once. On STOPS a handler that sets leaving, without SA_RESTART.
  //   man: waitpid(2), sigaction(2)
  todo('02.6', 'on SIGCHLD reap the writer and set writer to null');
  //#endregion
}

/** Ends the writer, which may sit in read on a terminal that nobody types at, and reaps it. */
function endWriter(): void {
  //#region 02.6
  // TODO 02.6: unless writer is null: put SIGCHLD back to its default, so that only you reap it; kill it with
  //   SIGTERM and wait for it. Its pid is yours until you have reaped it.
  //   man: kill(2), waitpid(2)
  todo('02.6', 'unless writer is null: put SIGCHLD back to its default, so that only you reap it');
  //#endregion
}

/** Waits for the one peer that may join us. */
function waitForPeer(port: number): Fd {
  const listener = listenOn(port);
  ready(listener);
  const connection = accept(listener);
  close(listener); // one peer is enough: the next one is refused
  if (connection === null) throw new Error('a blocking accept does not say null');
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

/** Becoming a daemon: a process that no terminal and no shell has anything to do with any more. */
import { todo } from '#program';
import process from 'node:process';
import {
  _exit,
  CLOSE_RANGE_CLOEXEC,
  chdir,
  close,
  closeRange,
  dup2,
  execve,
  type Fd,
  fork,
  O_CLOEXEC,
  O_RDWR,
  open,
  pipe2,
  read,
  setsid,
  umask,
  write,
} from '#sys';

const FIRST_FREE = 3;
const LAST_NUMBER = 0xffffffff;

/** Returns in the daemon only, with the descriptor to report on. The launcher waits for that report, and ends with its status. */
export function becomeDaemon(): Fd {
  //#region 14.6
  // TODO 14.6: fork, setsid, fork; set the umask. The first process calls awaitReport, the one between ends at once.
  //   - setsid: no terminal's Ctrl-C or hang-up reaches the new session. It fails in a leader of a group, so fork first
  //   - fork again: the leader of a session gets a terminal by opening one
  //   - umask 0 would let anybody write to the files that the daemon creates: 027
  //   man: daemon(7) "SysV Daemons", setsid(2), umask(2)
  todo('14.6', 'fork, setsid, fork; set the umask');
  //#endregion
}

/** Runs in the launcher: the exit status that says whether the daemon serves. */
function awaitReport(status: Fd): number {
  //#region 14.6
  // TODO 14.6: 0 for the daemon's byte, 1 for the end of the pipe: then it has died, and said why.
  //   man: read(2), pipe(7)
  todo('14.6', '0 for the daemon\'s byte, 1 for the end of the pipe: then it has died, and said why');
  //#endregion
}

/** Runs the program anew, in this process, without the descriptors that a shell or another launcher has left open. */
function startAfresh(report: Fd): void {
  //#region 14.7 silent
  // TODO 14.7: execve this program with the option --report; only 0, 1, 2 and `report` stay open.
  //   - a limit of a thousand million descriptors is usual: a loop over all numbers would take minutes
  //   - CLOSE_RANGE_CLOEXEC, as Node's own are among them: execve closes them with the rest, and begins again
  //   man: close_range(2), execve(2)
  //#endregion
}

const environment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']));

/** The daemon serves: it leaves its launcher's directory and streams, and tells the launcher. */
export function letGo(report: Fd): void {
  //#region 14.6
  // TODO 14.6: change to `/`, call silence, and only then write one byte to `report`, and close it.
  //   - a directory that is in use cannot be unmounted
  //   man: chdir(2), write(2)
  todo('14.6', 'change to `/`, call silence, and only then write one byte to `report`, and close it');
  //#endregion
}

/** Takes a process of the daemon off the standard streams of the launcher. */
export function silence(): void {
  //#region 14.6
  // TODO 14.6: put /dev/null in place of 0, 1 and 2.
  //   - closed is not enough: the next socket would be number 2, and get the words meant for standard error
  //   - who reads the launcher's output sees no end while 1 or 2 is open, in the daemon or in a worker
  //   man: dup2(2), null(4)
  todo('14.6', 'put /dev/null in place of 0, 1 and 2');
  //#endregion
}

/** A log file that several processes write at the same time, and that may be renamed while they do. */
import {
  close,
  type Fd,
  getpid,
  isSystemError,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_WRONLY,
  open,
  retryOnEintr,
  write,
} from '#sys';
import { LEVELS, type Level } from './settings.ts';

const STDERR = 2;
const MODE = 0o640;

export class Log {
  #path: string;
  #level: Level;
  #fd: Fd;

  constructor(path: string, level: Level) {
    this.#path = path;
    this.#level = level;
    this.#fd = openLog(path);
  }

  debug(text: string): void {
    this.#write('debug', text);
  }

  info(text: string): void {
    this.#write('info', text);
  }

  error(text: string): void {
    this.#write('error', text);
  }

  #write(level: Level, text: string): void {
    //#region 14.1
    // TODO 14.1: write `${time} ${pid} ${level} ${text}`, unless the level is less important than #level.
    //   - one write for the whole line, its end included: others write between two of yours
    //   - \xNN in place of a control character: a client could write lines of its own into the log
    //   - a full disk is no reason to stop serving: a system call may fail here, other errors are bugs
    //   man: write(2), open(2) "O_APPEND"
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#level)) return;
    const line = `${new Date().toISOString()} ${getpid()} ${level} ${printable(text)}\n`;
    try {
      retryOnEintr(() => write(this.#fd, Buffer.from(line)));
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
    //#endregion
  }

  /** Goes on in another file, or with another level. */
  change(path: string, level: Level): void {
    const fd = path === this.#path ? null : openLog(path); // may throw: then nothing has changed
    if (fd !== null) {
      this.#close();
      this.#fd = fd;
    }
    this.#path = path;
    this.#level = level;
  }

  /** Opens the file again by its name: somebody has renamed it, and expects a new one. */
  reopen(): void {
    //#region 14.1
    // TODO 14.1: open the new file, then close the old one.
    //   - opening fails: the old file stays in use, and gets a line that says so
    //   - without a path the log is standard error: nothing to open, and nothing to close
    //   man: open(2), close(2), logrotate(8) "postrotate"
    if (this.#path === '') return;
    try {
      const fd = openLog(this.#path);
      this.#close();
      this.#fd = fd;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.error(`the log stays as it is: ${error.message}`);
    }
    //#endregion
  }

  #close(): void {
    if (this.#fd !== STDERR) close(this.#fd);
  }
}

/** The descriptor of a log file. */
function openLog(path: string): Fd {
  if (path === '') return STDERR;
  //#region 14.1
  // TODO 14.1: open the file, for writing at its end; create it, with MODE, where there is none.
  //   - several processes write: each write must go to the end that the file has by then
  //   - close-on-exec
  //   man: open(2) "O_APPEND"
  return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, MODE);
  //#endregion
}

/** The text with \xNN in place of each control character. */
const printable = (text: string): string =>
  Array.from(text, (character) => (isControl(character) ? escaped(character) : character)).join('');

const isControl = (character: string): boolean => character < ' ' || character === '\x7f';

const escaped = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

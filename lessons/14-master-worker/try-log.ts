/** Processes that write to one log at the same time, line after line, and open it again on SIGUSR1. */
import { program } from '#program';
import { _exit, fork, isSystemError, kill, SIG_IGN, SIGUSR1, sigaction, signal, sleepMs, waitpid } from '#sys';
import { Log } from './log.ts';
import { LEVELS, type Level } from './settings.ts';

/** A writer pauses after this number of lines, so that there is time to rename the file. */
const LINES_PER_MS = 5;

function writeLines(log: Log, writer: number, lines: number, width: number): void {
  let asked = false;
  const handler = (): void => {
    asked = true; // no more: it may run in the middle of a write to the file that reopen would close
  };
  sigaction(SIGUSR1, { handler });
  for (let line = 1; line <= lines; line++) {
    if (asked) log.reopen();
    asked = false;
    log.info(`writer ${writer} line ${line} ${'x'.repeat(width)}`);
    if (line % LINES_PER_MS === 0) pause();
  }
}

function pause(): void {
  try {
    sleepMs(1);
  } catch (error) {
    if (!isSystemError(error, 'EINTR')) throw error; // SIGUSR1: its handler has run
  }
}

const isLevel = (text: string): text is Level => LEVELS.some((level) => level === text);

program(
  import.meta.url,
  {
    about: 'Writes to one log from several processes; SIGUSR1 opens it again in all of them.',
    options: {
      log: { default: '', about: 'log file' },
      level: { default: 'info', about: 'debug, info or error' },
      writers: { default: 4, about: 'processes' },
      lines: { default: 500, about: 'lines of each' },
      width: { default: 100, about: 'length of a line, about' },
      text: { default: '', about: 'write this text once as debug, info and error, and end' },
    },
  },
  ({ log: path, level, writers, lines, width, text }) => {
    const log = new Log(path, isLevel(level) ? level : 'info');
    if (text !== '') {
      for (const write of [log.debug, log.info, log.error]) write.call(log, text);
      return;
    }
    signal(SIGUSR1, SIG_IGN); // until the writer has its handler
    const pids: number[] = [];
    for (let writer = 1; writer <= writers; writer++) {
      const pid = fork();
      if (pid === 0) {
        writeLines(log, writer, lines, width);
        _exit(0);
      }
      pids.push(pid);
    }
    sigaction(SIGUSR1, { handler: () => pids.forEach((pid) => kill(pid, SIGUSR1)) });
    while (pids.length > 0) reapOne(pids);
  },
);

function reapOne(pids: number[]): void {
  try {
    const ended = waitpid(-1);
    if (ended !== null) pids.splice(pids.indexOf(ended.pid), 1);
  } catch (error) {
    if (!isSystemError(error, 'EINTR')) throw error;
  }
}

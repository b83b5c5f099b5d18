import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { PR_SET_NAME } from '../constants.ts';
import { checkPath } from '../core/check.ts';
import { prctl } from './limits.ts';

/** The kernel's name of a thread has at most 15 bytes. prctl(2) PR_SET_NAME */
const NAME_BYTES = 15;

/**
 * `void setproctitle(const char *fmt, ...)` of BSD, for one string without a format.
 *
 * Writes the title over the process's arguments, which ps and /proc/PID/cmdline show, and its first 15 bytes as the name of
 * the main thread (top, /proc/PID/comm). The title has only the room of the arguments with which Node was started, because Node
 * gives no access to the environment behind them: a longer title is cut. Returns the title as it was written. A forked child has a title of
 * its own, at first that of its parent; execve replaces it. Only the main thread may set it. setproctitle(3), prctl(2), proc(5)
 */
export function setproctitle(title: string): string {
  checkPath(title, 'title');
  if (!isMainThread) throw new Error('setproctitle: only the main thread may set the title.');
  process.title = title;
  prctl(PR_SET_NAME, cut(title));
  return process.title;
}

/** At most `NAME_BYTES` bytes, and no part of a character. */
function cut(title: string): string {
  let name = '';
  for (const character of title) {
    if (Buffer.byteLength(name + character) > NAME_BYTES) break;
    name += character;
  }
  return name;
}

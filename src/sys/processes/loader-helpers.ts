import { readdirSync, readFileSync } from 'node:fs';

/** The TypeScript loader may have started its compiler as a child of this process. */
const HELPER = 'esbuild';

/**
 * True when this process has children and all of them are the TypeScript loader's: a program must see that as having
 * none. Read from /proc, which includes adopted orphans.
 */
export function onlyHelpersLeft(): boolean {
  const pids = childPids();
  return pids.length > 0 && pids.every((pid) => textOf(`/proc/${pid}/comm`).trim() === HELPER);
}

function childPids(): string[] {
  const tasks = readdirSync('/proc/self/task');
  return tasks.flatMap((tid) => textOf(`/proc/self/task/${tid}/children`).split(' ').filter(Boolean));
}

/** Empty when the thread or process has just ended, or the kernel lacks the file. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

import { readFileSync } from 'node:fs';
import { processInfo } from '../../kit/kernel/proc.ts';

const LOOK_MS = 1000;
const SHELLS = ['sh', 'bash', 'dash'];

/**
 * Calls `orphaned` when the npm that has started this command has been killed: it ends without telling us, and our servers would go on.
 * Without npm nothing is watched, because a command may outlive the shell that has started it.
 */
export function watchParent(orphaned: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const before = chain();
  const timer = setInterval(() => {
    if (chain() === before) return;
    clearInterval(timer);
    orphaned();
  }, LOOK_MS);
  timer.unref();
}

/** The processes up to npm. Between it and us may be the shell of a package script. */
function chain(): string {
  const { ppid } = process;
  return SHELLS.includes(commandOf(ppid)) ? `${ppid} ${processInfo(ppid)?.ppid}` : `${ppid}`;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

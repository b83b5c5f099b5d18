import { type ChildProcess, spawn } from 'node:child_process';

/**
 * A shell that outlives us just long enough: it hears through a pipe which process groups we started,
 * and when the pipe ends, however we died, it ends those that are left. (No `--` before the group: dash refuses it.)
 */
const SCRIPT = `
set --
while read -r verb group; do
  kept=
  for known in "$@"; do [ "$known" = "$group" ] || kept="$kept $known"; done
  [ "$verb" = - ] || kept="$kept $group"
  set -- $kept
done
for group in "$@"; do kill -KILL "-$group"; done 2>/dev/null
`;

let keeper: ChildProcess | null = null;

function tell(line: string): void {
  if (keeper === null) {
    // A session of its own: a Ctrl-C for us must not end it first.
    keeper = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    keeper.stdin?.on('error', () => {});
    keeper.unref();
    (keeper.stdin as unknown as { unref?: () => void }).unref?.();
  }
  keeper.stdin?.write(`${line}\n`);
}

/** The group dies when we do. */
export const keepGroup = (pgid: number): void => tell(`+ ${pgid}`);

/** The group has ended; its number may be somebody else's soon. */
export const releaseGroup = (pgid: number): void => tell(`- ${pgid}`);

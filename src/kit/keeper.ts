import { type ChildProcess, spawn } from 'node:child_process';

/**
 * A shell that outlives us just long enough: it hears through a pipe which process groups and folders we made,
 * and when the pipe ends, however we died, it ends and removes those that are left. (No `--` before the group: dash
 * refuses it. A folder's name has no blank in it: mkdtemp chose it.)
 */
const SCRIPT = `
set -f # what a folder is called is no pattern
set --
folders=
while read -r verb group; do
  kept=
  for known in "$@"; do [ "$known" = "$group" ] || kept="$kept $known"; done
  [ "$verb" = - ] || kept="$kept $group"
  set -- $kept
done
for kept in "$@"; do
  case $kept in
    /*) folders="$folders $kept" ;;
    *) kill -KILL "-$kept" ;;
  esac
done 2>/dev/null
[ -z "$folders" ] || sleep 0.2 # the last of them may still be writing
rm -rf $folders
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

/** The folder goes when we do. Its path must have no blanks. */
export const keepFolder = (path: string): void => tell(`+ ${path}`);

/** The folder has been removed. */
export const releaseFolder = (path: string): void => tell(`- ${path}`);

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Sets `began` to the start time of a process, with which its number is its own: field 22 of /proc/PID/stat, of which the name in
 * parentheses may hold any character.
 */
const BEGAN = `
beganOf() { began=; { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0; set -- \${stat##*) }; began=\${20}; }
`;

/**
 * The keeper: a shell that learns through a pipe which process groups, marks and folders this process has made. When the pipe
 * ends, however this process died, the shell kills the groups, kills the processes that carry a mark in their environment, as a
 * daemon does that has left its group, removes the folders that are left, and exits. A group whose number leads a process that
 * began at another time is a stranger's. A process is asked for its mark twice, because a dead one's number may be a
 * stranger's by then; the processes are looked for again as long as there are some, because they may fork meanwhile.
 * (No `--` before the group: dash refuses it. Folder names have no blanks, because makeScratch chose them.)
 */
const SCRIPT = `
set -f # a folder name is not a pattern
set --
folders=
marks=
${BEGAN}
carriers() { set +f; grep -lF "$1" /proc/[0-9]*/environ; set -f; }
endMarked() {
  for round in 1 2 3 4 5; do
    found=$(carriers "$1")
    [ -n "$found" ] || return
    for environ in $found; do
      pid=\${environ#/proc/}
      grep -qF "$1" "$environ" && kill -KILL "\${pid%/environ}"
    done
  done
}
while read -r verb name time; do
  kept=
  for known in "$@"; do [ "\${known%,*}" = "$name" ] || kept="$kept $known"; done
  [ "$verb" = - ] || kept="$kept $name,$time"
  set -- $kept
done
for kept in "$@"; do
  name=\${kept%,*}
  case $name in
    /*) folders="$folders $name" ;;
    *=*) marks="$marks $name" ;;
    *) beganOf "$name"; [ "\${began:-\${kept##*,}}" = "\${kept##*,}" ] && kill -KILL "-$name" ;;
  esac
done 2>/dev/null
for mark in $marks; do endMarked "$mark"; done 2>/dev/null
[ -z "$folders" ] || sleep 0.2 # a process that was just killed may still be writing
rm -rf $folders
`;

/**
 * A shell that reports its own group to the keeper, then execs the program. Whenever this process dies, the keeper knows the new
 * process, or still waits for it: until exec the shell holds an end of the keeper's pipe.
 */
const announced = (fd: number): string => `${BEGAN}beganOf $$; echo "+ $$ $began" >&${fd}; exec "$0" "$@" ${fd}>&-`;

let keeper: ChildProcess | null = null;

function pipe(): Writable {
  if (keeper === null) {
    // A session of its own, so that a Ctrl-C does not end the keeper first.
    keeper = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    keeper.stdin?.on('error', () => {});
    keeper.unref();
    (keeper.stdin as unknown as { unref?: () => void }).unref?.();
  }
  return keeper.stdin as Writable;
}

const tell = (line: string): void => void pipe().write(`${line}\n`);

interface KeptOptions extends Omit<SpawnOptions, 'detached' | 'stdio'> {
  /** As in spawn, an entry for each of the first descriptors; three at least. */
  readonly stdio: readonly ('pipe' | 'inherit' | 'ignore' | number)[];
}

/** Spawns a process in a group of its own, which the keeper ends when this process ends, even if it is killed during the spawn. */
export function spawnKept(command: string, args: readonly string[], options: KeptOptions): ChildProcess {
  const script = announced(options.stdio.length);
  const stdio = [...options.stdio, pipe()];
  return spawn('/bin/sh', ['-c', script, command, ...args], { ...options, detached: true, stdio });
}

/** Tells the keeper that the group has ended: its number may be reused. */
export const releaseGroup = (pgid: number): void => tell(`- ${pgid}`);

/** The keeper kills every process with this variable, NAME=VALUE, in its environment when we end. It must be no other's. */
export const keepMark = (mark: string): void => tell(`+ ${mark}`);

/** Tells the keeper that no process with this variable is left. */
export const releaseMark = (mark: string): void => tell(`- ${mark}`);

/** The keeper removes this folder when we end; it need not exist yet. Its path must have no blanks. */
export const keepFolder = (path: string): void => tell(`+ ${path}`);

/** Tells the keeper that the folder has been removed. */
export const releaseFolder = (path: string): void => tell(`- ${path}`);

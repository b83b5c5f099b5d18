import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * A shell that outlives us just long enough: it hears through a pipe which process groups and folders we made,
 * and when the pipe ends, however we died, it ends and removes those that are left. (No `--` before the group: dash
 * refuses it. The names of folders have no blanks: makeScratch chose them.)
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

/**
 * Tells the keeper of its own group, and becomes what it was to start: whenever we die, a process that runs is known, or else its end
 * of the pipe still keeps the keeper waiting.
 */
const announced = (fd: number): string => `echo "+ $$" >&${fd}; exec "$0" "$@" ${fd}>&-`;

let keeper: ChildProcess | null = null;

function pipe(): Writable {
  if (keeper === null) {
    // A session of its own: a Ctrl-C for us must not end it first.
    keeper = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    keeper.stdin?.on('error', () => {});
    keeper.unref();
    (keeper.stdin as unknown as { unref?: () => void }).unref?.();
  }
  return keeper.stdin as Writable;
}

const tell = (line: string): void => void pipe().write(`${line}\n`);

export interface KeptOptions extends Omit<SpawnOptions, 'detached' | 'stdio'> {
  /** For each of the first descriptors, what spawn takes; three at least. */
  readonly stdio: readonly ('pipe' | 'inherit' | 'ignore' | number)[];
}

/** Spawns a process in a group of its own, which dies when we do, also when we are killed just then. */
export function spawnKept(command: string, args: readonly string[], options: KeptOptions): ChildProcess {
  const script = announced(options.stdio.length);
  const stdio = [...options.stdio, pipe()];
  return spawn('/bin/sh', ['-c', script, command, ...args], { ...options, detached: true, stdio });
}

/** The group has ended; its number may be somebody else's soon. */
export const releaseGroup = (pgid: number): void => tell(`- ${pgid}`);

/** The folder goes when we do, if there is one by then. Its path must have no blanks. */
export const keepFolder = (path: string): void => tell(`+ ${path}`);

/** The folder has been removed. */
export const releaseFolder = (path: string): void => tell(`- ${path}`);

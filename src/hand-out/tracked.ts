import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT } from '../host/project.ts';
import { Stop } from '../host/stop.ts';

export const trackedFiles = (): string[] => git('ls-files', '-z').split('\0');

/** The commit, with `-changed` where files are not as in it. */
export const commitHere = (): string =>
  git('describe', '--always', '--abbrev=12', '--exclude=*', '--dirty=-changed').trim();

/** Copies a file of the lab to the same path below `folder`. */
export function copyInto(folder: string, path: string): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(PROJECT, path), target);
}

function git(...args: string[]): string {
  const { status, stdout } = spawnSync('git', args, { cwd: PROJECT, encoding: 'utf8' });
  if (status !== 0)
    throw new Stop('A copy is made from what git tracks, and git is not here, or this is no repository.');
  return stdout;
}

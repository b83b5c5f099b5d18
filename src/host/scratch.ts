import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepFolder, releaseFolder } from './keeper.ts';

/** A new folder for the temporary files of a run. The keeper removes it when this process ends, even when it is killed. */
export function makeScratch(parent: string = tmpdir()): string {
  const folder = join(parent, `lab-${randomUUID().slice(0, 13)}`);
  if (!/\s/.test(folder)) keepFolder(folder); // before mkdir: we may be killed in between
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

export function removeScratch(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  if (!/\s/.test(folder)) releaseFolder(folder);
}

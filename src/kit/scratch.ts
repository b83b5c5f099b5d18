import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepFolder, releaseFolder } from './keeper.ts';

/** A new folder for what a run writes on the way; it goes with us, also when we are killed. */
export function makeScratch(parent: string = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'lab-'));
  if (!/\s/.test(folder)) keepFolder(folder);
  return folder;
}

export function removeScratch(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  if (!/\s/.test(folder)) releaseFolder(folder);
}

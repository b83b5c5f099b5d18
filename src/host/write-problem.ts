import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from './project.ts';

/** On a full disk a small file may still fit. */
const BYTES = 256 * 1024;

const LAB = join(PROJECT, '.lab');

/** The folders that commands write to, with the way out where one cannot be written. */
const FOLDERS = [
  { path: LAB, otherwise: 'the lab keeps progress and builds there' },
  { path: tmpdir(), otherwise: 'set TMPDIR to a folder that can' },
] as const;

/** Why a folder that most commands need cannot be written, in one sentence; null when all can. */
export function writeProblem(): string | null {
  for (const { path, otherwise } of FOLDERS) {
    const probe = join(path, `.probe-${process.pid}`);
    try {
      if (path === LAB) mkdirSync(path, { recursive: true });
      writeFileSync(probe, Buffer.alloc(BYTES));
    } catch (error) {
      return `${path} cannot be written (${(error as NodeJS.ErrnoException).code}): ${otherwise}.`;
    } finally {
      remove(probe);
    }
  }
  return null;
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It could not be made, either.
  }
}

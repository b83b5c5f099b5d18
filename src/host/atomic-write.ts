import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

let drafts = 0;

interface WriteOptions {
  /** Survives a power failure: fsync(2) before the rename. */
  readonly durable?: boolean;
}

/**
 * Writes a file beside its place and renames it there: a reader, or a crash, finds the old file or the new one, never half of it.
 * Makes the folder when it is missing. Throws what the file system says, and then leaves no draft.
 */
export function writeAtomically(path: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${++drafts}`;
  try {
    const fd = openSync(draft, 'w');
    try {
      writeFileSync(fd, content);
      if (options.durable === true) fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** The same, only when something changes: somebody may be reading. */
export function writeIfOther(path: string, content: string | Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) return;
  writeAtomically(path, content);
}

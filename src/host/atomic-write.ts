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
  /** The permissions of the file; 0666 without those of the umask when they are not given. */
  readonly mode?: number;
}

/**
 * Writes a draft beside the file and renames it into place: a reader, or a crash, finds the old file or the new one, never half of it.
 * Makes missing folders. Throws the file system's error, and then leaves no draft.
 */
export function writeAtomically(path: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${++drafts}`;
  try {
    const fd = openSync(draft, 'w', options.mode);
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

/** writeAtomically, skipped when the content is the same. */
export function writeIfOther(path: string, content: string | Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) return;
  writeAtomically(path, content);
}

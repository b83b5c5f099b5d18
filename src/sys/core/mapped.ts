import { statSync } from 'node:fs';

/**
 * A mapped file. An access to a page beyond the end of its file raises SIGBUS, so the layer refuses to truncate a file
 * below a mapping of this thread. Another process can still do it: then SIGBUS is raised, as in C.
 */
export interface MappedFile {
  readonly dev: bigint;
  readonly ino: bigint;
  /** The file size that keeps every page of the mapping backed. */
  readonly end: number;
}

const files = new Set<MappedFile>();

export function noteMapped(file: MappedFile): void {
  files.add(file);
}

export function forgetMapped(file: MappedFile): void {
  files.delete(file);
}

/** The check before ftruncate. Free when nothing is mapped. */
export function refuseShrinking(status: () => { dev: bigint; ino: bigint }, length: number): void {
  if (files.size === 0) return;
  const { dev, ino } = status();
  for (const file of files) {
    if (file.dev === dev && file.ino === ino && length < file.end) {
      throw new RangeError(
        `length must be at least ${file.end}, not ${length}: the file is mapped that far, and touching the pages cut off would be a SIGBUS`,
      );
    }
  }
}

/** The check before open with O_TRUNC. */
export function refuseTruncating(path: string): void {
  if (files.size === 0) return;
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (status !== undefined) refuseShrinking(() => status, 0);
}

/** What the demos of the file servers share: a folder, a big file, and requests by trains. */
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one scene. */
export async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'trains-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A sparse file `big`. */
export function makeBig(folder: string, size: number): void {
  closeSync(openSync(join(folder, 'big'), 'w'));
  truncateSync(join(folder, 'big'), size);
}

export function engine(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

export const train = (car: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(car);
  return Buffer.concat([engine(bytes.length), bytes]);
};

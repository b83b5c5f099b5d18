/** Helpers for the demos of the file servers: a folder, a big file, and requests in trains. */
import { closeSync, openSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { makeScratch, removeScratch } from '../host/scratch.ts';

/** A folder for one scene. */
export async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeScratch();
  try {
    return await act(folder);
  } finally {
    removeScratch(folder);
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

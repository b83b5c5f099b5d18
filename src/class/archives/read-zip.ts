import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { type ArchivedFile, innerPath, isWanted, type Limits, Refused } from './paths.ts';

/**
 * The wanted files of a zip, one at a time. The archive may be hostile: yauzl never unpacks more than an entry claims, and what
 * all claim is counted first. Names are decoded here, so that the check of names is ours; backslashes become slashes.
 */
export async function* filesOfZip(source: string | Buffer, limits: Limits): AsyncGenerator<ArchivedFile> {
  const zip = await opened(source);
  try {
    for await (const entry of zip.eachEntry()) {
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
      const path = innerPath(name);
      if (name.endsWith('/') || !isWanted(path)) continue;
      check(entry, name, limits);
      yield { path, content: await whole(await zip.openReadStreamPromise(entry)) };
    }
  } catch (error) {
    throw error instanceof Refused ? error : refusal(error);
  } finally {
    zip.close();
  }
}

const OPTIONS = { autoClose: false, lazyEntries: true, decodeStrings: false };

const opened = (source: string | Buffer): Promise<ZipFile> =>
  (typeof source === 'string' ? openPromise(source, OPTIONS) : fromBufferPromise(source, OPTIONS)).catch(
    (error: unknown) => {
      throw refusal(error);
    },
  );

/** The kinds of files in the upper half of the attributes, where the archive was made on a Unix. stat(2) */
const KIND = 0o170000;
const PLAIN = 0o100000;

function check(entry: Entry, name: string, limits: Limits): void {
  const kind = (entry.externalFileAttributes >>> 16) & KIND;
  if (kind !== 0 && kind !== PLAIN) throw new Refused(`${name} in it is a link or a device`);
  if (entry.isEncrypted()) throw new Refused('it is encrypted');
  limits.addFile();
  limits.addBytes(entry.uncompressedSize);
}

async function whole(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const refusal = (error: unknown): Refused => new Refused(`it is damaged, or no zip (${(error as Error).message})`);

import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { type ArchivedFile, innerPath, isWanted, type Limits, Refused } from './paths.ts';

/**
 * The wanted files of a zip, one at a time. The archive may be hostile: yauzl never unpacks more than an entry claims, and what
 * all claim is counted first. Its own check of names turns backslashes into slashes, so that ours sees them as folders.
 */
export async function* filesOfZip(source: string | Buffer, limits: Limits): AsyncGenerator<ArchivedFile> {
  const zip = await opened(source);
  try {
    for await (const entry of zip.eachEntry()) {
      const path = innerPath(entry.fileName);
      if (entry.fileName.endsWith('/') || !isWanted(path)) continue;
      check(entry, limits);
      yield { path, content: await whole(await zip.openReadStreamPromise(entry)) };
    }
  } catch (error) {
    throw error instanceof Refused ? error : refusal(error);
  } finally {
    zip.close();
  }
}

const opened = (source: string | Buffer): Promise<ZipFile> =>
  (typeof source === 'string'
    ? openPromise(source, { autoClose: false, lazyEntries: true })
    : fromBufferPromise(source, { autoClose: false, lazyEntries: true })
  ).catch((error: unknown) => {
    throw refusal(error);
  });

/** The kinds of files in the upper half of the attributes, where the archive was made on a Unix. stat(2) */
const KIND = 0o170000;
const PLAIN = 0o100000;

function check(entry: Entry, limits: Limits): void {
  const kind = (entry.externalFileAttributes >>> 16) & KIND;
  if (kind !== 0 && kind !== PLAIN) throw new Refused(`${entry.fileName} in it is a link or a device`);
  if (entry.isEncrypted()) throw new Refused('it is encrypted');
  limits.addFile();
  limits.addBytes(entry.uncompressedSize);
}

async function whole(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function refusal(error: unknown): Refused {
  const { message } = error as Error;
  const [, name] = /^(?:invalid relative path|absolute path): (.*)$/s.exec(message) ?? [];
  if (name !== undefined) return new Refused(`it has a path that leads out of its folder, ${JSON.stringify(name)}`);
  return new Refused(`it is damaged, or no zip (${message})`);
}

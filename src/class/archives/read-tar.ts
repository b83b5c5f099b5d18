import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Parser } from 'tar';
import { type ArchivedFile, innerPath, isWanted, type Limits, Refused } from './paths.ts';

/** The most that a tar.gz may hold, dependencies that are left out included. */
const MAX_TAR = 300 * 2 ** 20;
const MAX_PACKED = 200 * 2 ** 20;

/** The wanted files of a tar or tar.gz. Only node-tar's parser is used: it writes nothing, and names arrive as they are. */
export async function filesOfTar(source: string | Buffer, limits: Limits): Promise<ArchivedFile[]> {
  const tar = unpacked(source);
  const files: ArchivedFile[] = [];
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => {
        try {
          const path = innerPath(entry.path);
          const wanted = entry.type !== 'Directory' && isWanted(path);
          if (!wanted) return void entry.resume();
          if (entry.type !== 'File' && entry.type !== 'OldFile')
            throw new Refused(`${entry.path} in it is a link or a device`);
          limits.addFile();
          limits.addBytes(entry.size);
          const parts: Buffer[] = [];
          entry.on('data', (part: Buffer) => parts.push(part));
          entry.on('end', () => files.push({ path, content: Buffer.concat(parts) }));
        } catch (error) {
          reject(error);
          entry.resume();
        }
      },
    });
    parser.on('end', resolve);
    parser.on('error', (error: Error) => reject(new Refused(`it is damaged, or no tar (${error.message})`)));
    parser.end(tar);
  });
  return files;
}

function unpacked(source: string | Buffer): Buffer {
  const size = typeof source === 'string' ? statSync(source).size : source.length;
  if (size > MAX_PACKED) throw new Refused(`it is larger than ${MAX_PACKED / 2 ** 20} MB`);
  const bytes = typeof source === 'string' ? readFileSync(source) : source;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_TAR });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Refused(`it is larger than ${MAX_TAR / 2 ** 20} MB when it is unpacked`);
    throw new Refused('it is damaged, or no tar.gz');
  }
}

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkfifo } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';

/** A folder of files for a server, beside a file that is none of its business. */
export interface Site {
  readonly folder: string;
  readonly text: Buffer;
  readonly big: Buffer;
  remove(): void;
}

export const SECRET = 'this file is outside the folder';
/** More than the socket buffers can hold for a client that does not read. */
const BIG_BYTES = 16_000_000;
export const MIDDLE_BYTES = 30_000;
/** The largest file that is read at once. */
export const SMALL_BYTES = 16_384;

function makeSite(): Site {
  const home = mkdtempSync(join(tmpdir(), 'lab-site-'));
  const folder = join(home, 'site');
  mkdirSync(join(folder, 'sub'), { recursive: true });
  const text = Buffer.from('h\u00e9llo, w\u00f6rld \u2713\n');
  const big = patternBytes(BIG_BYTES);
  const files: readonly (readonly [string, Uint8Array | string])[] = [
    ['index.html', '<h1>start</h1>\n'],
    ['sub/index.html', '<h1>sub</h1>\n'],
    ['hello.txt', text],
    ['empty.txt', ''],
    ['a b.txt', 'a name with a space\n'],
    ['\u00fc.txt', 'a name that is not ASCII\n'],
    ['per%41.txt', 'a name with a percent sign\n'],
    ['what?.txt', 'a name with a question mark\n'],
    ['a+b.txt', 'a name with a plus sign\n'],
    ['small.bin', patternBytes(SMALL_BYTES)],
    ['larger.bin', patternBytes(SMALL_BYTES + 1)],
    ['middle.bin', patternBytes(MIDDLE_BYTES)],
    ['big.bin', big],
    ['../outside.txt', SECRET],
  ];
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  symlinkSync('index.html', join(folder, 'link-in.txt'));
  symlinkSync('../outside.txt', join(folder, 'link-out.txt'));
  symlinkSync(join(home, 'outside.txt'), join(folder, 'link-absolute.txt'));
  symlinkSync('..', join(folder, 'up'));
  mkfifo(join(folder, 'fifo.txt'));
  return { folder, text, big, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Runs a test with a site of its own. */
export async function withSite<T>(work: (site: Site) => Promise<T>): Promise<T> {
  const site = makeSite();
  try {
    return await work(site);
  } finally {
    site.remove();
  }
}

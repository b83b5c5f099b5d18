/** Why something of an archive is not unpacked: one sentence, without its subject. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** A file in an archive. */
export interface ArchivedFile {
  readonly path: string;
  readonly content: Buffer;
}

export const ARCHIVE = /\.(zip|tar\.gz|tgz|tar)$/i;

const LONGEST = 500;

/**
 * The path of an entry below the folder to unpack into. Refuses one that leads out of it; a leading `./`, which tar
 * writes, is dropped.
 */
export function innerPath(name: string): string {
  const parts = name
    .split('/')
    .filter((part, i, all) => part !== '.' && (part !== '' || (i > 0 && i < all.length - 1)));
  if (name.startsWith('/') || /^[a-z]:/i.test(name) || parts.includes('..'))
    throw new Refused(`it has a path that leads out of its folder, ${JSON.stringify(name)}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name with one is no file of a lesson
  if (/[\x00-\x1f\\]/.test(name) || name.length > LONGEST || parts.includes(''))
    throw new Refused(`it has a path that makes no sense, ${JSON.stringify(name.slice(0, LONGEST))}`);
  return parts.join('/');
}

const SKIPPED = new Set(['node_modules', '.git', '__MACOSX', '.DS_Store']);

/** Whether a file is of use for grading: no dependency, no history, and of the learner's own notes only the progress. */
export const isWanted = (path: string): boolean =>
  !path.split('/').some((part) => SKIPPED.has(part) || part.startsWith('._')) &&
  (!/(^|\/)\.lab\//.test(path) || /(^|\/)\.lab\/progress\.json$/.test(path));

/** Counts what is taken from one archive. */
export class Limits {
  readonly #files: number;
  readonly #bytes: number;
  #countedFiles = 0;
  #countedBytes = 0;

  constructor(files: number, bytes: number) {
    this.#files = files;
    this.#bytes = bytes;
  }

  addFile(): void {
    this.#countedFiles++;
    if (this.#countedFiles > this.#files) throw new Refused(`it has more than ${this.#files} files`);
  }

  addBytes(count: number): void {
    this.#countedBytes += count;
    if (this.#countedBytes > this.#bytes)
      throw new Refused(`it is larger than ${this.#bytes / 2 ** 20} MB when it is unpacked`);
  }
}

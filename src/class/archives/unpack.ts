import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ARCHIVE, type ArchivedFile, innerPath, isWanted, Limits, Refused } from './paths.ts';
import { placeOf } from './places.ts';
import { filesOfTar } from './read-tar.ts';
import { filesOfZip } from './read-zip.ts';

const MB = 2 ** 20;
/** Of one person: a lesson has a dozen small files. */
const PERSON = { files: 2000, bytes: 50 * MB };
/** Of the archive of a whole class, whose files are archives. */
const CLASS = { files: 20_000, bytes: 2000 * MB };

export interface Unpacked {
  /** The submissions that have files now, in order of name. */
  readonly submissions: readonly string[];
  /** What was not unpacked, each as one sentence. */
  readonly refused: readonly string[];
  /** Files beside the submissions. */
  readonly leftOut: readonly string[];
}

/** The one file of a submission whose archive was refused: why. With it the submission is not graded, and not taken for an empty one. */
export const REFUSAL = 'not-unpacked.txt';

/** Unpacks a learning platform's download, an archive or a folder, into one folder a submission. Of one that is refused only the reason is there. */
export async function unpackClass(from: string, to: string): Promise<Unpacked> {
  const submissions = new Map<string, Map<string, Buffer>>();
  const refused = new Map<string, string>();
  const leftOut: string[] = [];
  for await (const { path, content } of filesOf(from)) {
    const place = placeOf(path);
    if (place === null) {
      leftOut.push(path);
      continue;
    }
    const files = submissions.get(place.submission) ?? new Map<string, Buffer>();
    submissions.set(place.submission, files);
    try {
      if (place.path !== null) add(files, { path: place.path, content });
      else for await (const file of filesIn(path, content, new Limits(PERSON.files, PERSON.bytes))) add(files, file);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused.set(place.submission, `${path}: ${error.message}`);
    }
  }
  for (const [name, files] of submissions) {
    if (refused.has(name)) continue;
    const problem = write(join(to, name), files);
    if (problem === null) continue;
    refused.set(name, `${name}: ${problem}`);
    rmSync(join(to, name), { recursive: true, force: true });
  }
  for (const [name, why] of refused) write(join(to, name), new Map([[REFUSAL, Buffer.from(`${why}\n`)]]));
  return {
    submissions: [...submissions.keys()].filter((name) => !refused.has(name)).sort((a, b) => a.localeCompare(b, 'en')),
    refused: [...refused.values()],
    leftOut,
  };
}

function add(files: Map<string, Buffer>, { path, content }: ArchivedFile): void {
  if (files.has(path)) throw new Refused(`it has ${path} twice`);
  files.set(path, content);
}

async function* filesIn(name: string, source: string | Buffer, limits: Limits): AsyncGenerator<ArchivedFile> {
  if (/\.zip$/i.test(name)) yield* filesOfZip(source, limits);
  else yield* await filesOfTar(source, limits);
}

async function* filesOf(from: string): AsyncGenerator<ArchivedFile> {
  if (!lstatSync(from).isDirectory()) {
    yield* filesIn(from, from, new Limits(CLASS.files, CLASS.bytes));
    return;
  }
  for (const path of plainFiles(from)) {
    const inner = innerPath(relative(from, path));
    if (isWanted(inner)) yield { path: inner, content: readFileSync(path) };
  }
}

/** The plain files below a folder; links are left alone. */
const plainFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === '.git' ? [] : plainFiles(path);
    return entry.isFile() ? [path] : [];
  });

function write(folder: string, files: ReadonlyMap<string, Buffer>): string | null {
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content, { flag: 'wx', mode: 0o644 });
    }
    return null;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // A name that is a file and a folder at once.
    if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(code)) return `its files cannot be written (${code})`;
    throw error;
  }
}

export const isArchive = (path: string): boolean => ARCHIVE.test(path);

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../host/project.ts';
import type { Lesson } from '../lesson.ts';
import { folderName, lessonDir } from '../registry.ts';

const keptFolder = (lesson: Lesson): string => join(PROJECT, '.lab', 'kept', folderName(lesson));

/** A file beside the kept ones, with the command that was about to change them. No lesson has a file of this name. */
const BEFORE = 'before';

/** Copies the learner's files before the command `before` changes them; returns the copies of those that exist. */
export function setAside(lesson: Lesson, files: readonly string[], before: string): string[] {
  const present = files.filter((file) => existsSync(join(lessonDir(lesson), file)));
  if (present.length === 0) return [];
  const stamp = new Date()
    .toISOString()
    .replaceAll(':', '-')
    .replace(/\.\d+Z$/, '');
  const names = [stamp, ...Array.from({ length: 100 }, (_, n) => `${stamp}-${n + 2}`)];
  const folder = names.map((name) => join(keptFolder(lesson), name)).find((path) => !existsSync(path));
  if (folder === undefined) throw new Error(`${keptFolder(lesson)} is full`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, BEFORE), before);
  return present.map((file) => {
    const copy = join(folder, file);
    copyFileSync(join(lessonDir(lesson), file), copy);
    return copy;
  });
}

/** A kept version of a lesson's files. */
interface Kept {
  readonly when: string;
  readonly folder: string;
  readonly files: readonly string[];
  /** The command that was about to change them, `solve 01.2`; empty in versions that lack it. */
  readonly before: string;
}

/** The kept versions of a lesson, the newest first. */
export function keptVersions(lesson: Lesson): Kept[] {
  const root = keptFolder(lesson);
  if (!existsSync(root)) return [];
  const names = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map(({ name }) => ({
      when: name.replace(/T(\d\d)-(\d\d)-(\d\d).*/, ' $1:$2:$3'),
      folder: join(root, name),
      files: readdirSync(join(root, name)).filter((file) => lesson.files.includes(file)),
      before: textIn(join(root, name, BEFORE)),
      name,
    }))
    .sort((a, b) => b.name.localeCompare(a.name, 'en', { numeric: true }));
}

function textIn(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

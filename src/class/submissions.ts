import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { libraryLessons } from '../course/files/library.ts';
import { unixEnds } from '../course/files/own-text.ts';
import { givenFiles, skeletons } from '../course/files/targets.ts';
import type { Lesson } from '../course/lesson.ts';
import { lessons as allLessons, folderName, libraryDir } from '../course/registry.ts';
import { EXIT, Stop } from '../host/stop.ts';
import { REFUSAL } from './archives/unpack.ts';

/** A submission: a clone of the lab, its lessons folder alone, or the files of one lesson. */
export interface Submission {
  readonly name: string;
  /** The folder with the `NN-slug` folders; null when there is none. */
  readonly lessons: string | null;
  /** The folder with the files of the one lesson that is graded. */
  readonly files?: string;
  /** Why it cannot be graded, although something was handed in. */
  readonly problem?: string;
}

const MAX_FILES = 50;
const MAX_BYTES = 1_000_000;
const LESSON_FOLDERS = new Set(allLessons.map(folderName));

/** The contents of a folder of submissions. */
export interface Found {
  readonly submissions: readonly Submission[];
  /** Files beside the folders. They are not graded but must be reported: an archive may be a submission. */
  readonly leftOut: readonly string[];
}

/** The submissions in a folder: the folder itself, or its subfolders. Files without a lesson folder belong to the only lesson that is graded. */
export function findSubmissions(folder: string, lessons: readonly Lesson[]): Found {
  const root = resolve(folder);
  if (!existsSync(root) || !statSync(root).isDirectory()) throw new Stop(`${folder} is not a folder.`, EXIT.usage);
  const only = lessons.length === 1 ? lessons[0] : undefined;
  const own = submissionIn(root, only);
  if (own !== null) return { submissions: [own], leftOut: [] };
  const entries = readdirSync(root, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const folders = entries.filter((entry) => entry.isDirectory());
  if (folders.length === 0) throw new Stop(`${folder} holds no folders: unpack the submissions first.`, EXIT.usage);
  const submissions = folders
    .map(({ name }) => {
      const path = join(root, name);
      return submissionIn(path, only) ?? deeper(name, path);
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { submissions, leftOut: entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name) };
}

function submissionIn(folder: string, only: Lesson | undefined): Submission | null {
  const name = basename(folder);
  const lessons = lessonsIn(folder);
  if (lessons !== null) return { name, lessons };
  const flat = only?.files.some((file) => existsSync(join(folder, file))) === true;
  return flat ? { name, lessons: null, files: folder } : null;
}

/** The folder that holds the lesson folders of a submission; null when there is none. */
function lessonsIn(folder: string): string | null {
  for (const candidate of [join(folder, 'lessons'), folder]) {
    if (!existsSync(candidate) || !lstatSync(candidate).isDirectory()) continue;
    const names = readdirSync(candidate, { withFileTypes: true });
    if (names.some((entry) => entry.isDirectory() && LESSON_FOLDERS.has(entry.name))) return candidate;
  }
  return null;
}

/** The lessons may be one level deeper. Where there are none, files that were handed in all the same are a problem, and not 0 points. */
function deeper(name: string, folder: string): Submission {
  const lessons = below(folder);
  if (lessons !== null) return { name, lessons };
  const refusal = join(folder, REFUSAL);
  if (existsSync(refusal))
    return { name, lessons, problem: `its archive was not unpacked: ${readFileSync(refusal, 'utf8').trimEnd()}` };
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !/(^|\/)\./.test(path) && !lstatSync(join(folder, path)).isDirectory())
    .sort();
  if (files.length === 0) return { name, lessons };
  const named = files.length <= SHOWN ? files.join(', ') : `${files.slice(0, SHOWN).join(', ')} and others`;
  return { name, lessons, problem: `nobody can say which lesson its files belong to: ${named}` };
}

const SHOWN = 5;

/** The same one level deeper: an archive often unpacks to a folder of its own. */
function below(folder: string): string | null {
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return inner.map(({ name }) => lessonsIn(join(folder, name))).find((found) => found !== null) ?? null;
}

export interface Taken {
  /** No file differs from the skeleton: there is nothing to run. */
  readonly untouched: boolean;
  /** Files that were left out or filled in, in words. */
  readonly notes: readonly string[];
}

/**
 * Copies the TypeScript files of one lesson of a submission to `target`: no links, no folders, no configuration. The given
 * files are the lab's own, and so are the libraries that the lesson uses. A missing file is replaced by its skeleton.
 */
export function takeLesson(submission: Submission, lesson: Lesson, target: string): Taken {
  const from = submission.files ?? (submission.lessons === null ? null : join(submission.lessons, folderName(lesson)));
  const to = join(target, folderName(lesson));
  mkdirSync(to, { recursive: true });
  const notes: string[] = [];
  const given = from === null || !existsSync(from) ? [] : filesIn(from, lesson, notes);
  if (from === null) notes.push('there is no folder of lessons in it');
  else if (given.length === 0) notes.push(`there is no TypeScript file in a folder ${folderName(lesson)}`);
  for (const name of given) {
    copyFileSync(join(from ?? '', name), join(to, name));
    chmodSync(join(to, name), 0o644);
  }
  for (const { file, text } of givenFiles(lesson)) writeFileSync(join(to, file), text);
  for (const maker of libraryLessons(lesson))
    cpSync(libraryDir(maker), join(target, basename(libraryDir(maker))), { recursive: true });
  let untouched = true;
  for (const { file, text } of skeletons(lesson)) {
    const path = join(to, file);
    if (!given.includes(file)) {
      writeFileSync(path, text);
      if (from !== null && given.length > 0) notes.push(`${file} is missing: graded with the skeleton's`);
    } else if (unixEnds(readFileSync(path, 'utf8')) !== text) untouched = false;
  }
  return { untouched, notes };
}

/** Files of the lab in a lesson folder, which the learner does not edit. */
const isOurs = (file: string, { given }: Lesson): boolean => ['lesson.ts', 'diagnoses.ts', ...given].includes(file);

function filesIn(folder: string, lesson: Lesson, notes: string[]): string[] {
  if (!lstatSync(folder).isDirectory()) return [];
  const names: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.name.endsWith('.ts') || isOurs(entry.name, lesson)) continue;
    if (!entry.isFile()) notes.push(`${entry.name} is not a plain file: left out`);
    else if (lstatSync(join(folder, entry.name)).size > MAX_BYTES)
      notes.push(`${entry.name} is larger than ${MAX_BYTES} bytes: left out`);
    else if (names.length >= MAX_FILES) notes.push(`${entry.name} is one file too many: left out`);
    else names.push(entry.name);
  }
  return names;
}

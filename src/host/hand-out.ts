import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './project.ts';

/** What a hand-out has beyond the lab: its stamp, pristine skeletons, and demos with built programs. */
export const HAND_OUT = join(PROJECT, 'hand-out');

/** Each lesson's own files as they were handed out. */
export const SKELETONS = join(HAND_OUT, 'skeletons');

/** The SHA-256 of a file, as a stamp has it; null where there is none. */
export const hashOf = (path: string): string | null =>
  existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : null;

/** What a students' copy of the lab was made from: hand-out/stamp.json. */
export interface Stamp {
  /** The version in package.json, and the commit, with `-changed` where files were not as in it. */
  readonly version: string;
  readonly commit: string;
  readonly lessons: readonly string[];
  /** The number of hints for each step. */
  readonly hints: number;
  /** The SHA-256 of each file but the lessons' own ones, by its path. */
  readonly files: Readonly<Record<string, string>>;
}

/** The stamp of a copy in this folder; null where the folder is not a hand-out. */
export function stampOf(folder: string): Stamp | null {
  const path = join(folder, 'hand-out', 'stamp.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Stamp) : null;
}

/** Commands that need the sources of the references, or are an author's or a teacher's: a hand-out has none of them. */
export const NOT_HANDED_OUT = ['walkthrough', 'diff', 'solve', 'new'];

/** Whether a command of `npm run lesson` exists in this copy. */
export const hasCommand = (name: string): boolean => !isHandOut() || !NOT_HANDED_OUT.includes(name);

/** Whether this is a students' copy, made by `npm run hand-out`. */
export const isHandOut = (): boolean => existsSync(join(HAND_OUT, 'stamp.json'));

import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { HAND_OUT } from '../../host/hand-out.ts';
import { TARGETS } from '../../host/project.ts';

/** The folder of built programs in a hand-out, and the file that lists them. */
export const PROGRAMS = join(HAND_OUT, 'programs');
const PROGRAMS_LIST = join(HAND_OUT, 'programs.json');

/** The file names in PROGRAMS, by the path that the source would have below .lab/targets. */
export type ProgramsList = Readonly<Record<string, string>>;

let list: ProgramsList | undefined;

/**
 * A program of a reference, or of a known mistake, that was handed out as a built file without its source.
 * `output` is that file, and `main` the path of the source that it was built from, as the program itself knows it.
 */
export function handedOutProgram(file: string): { readonly output: string; readonly main: string } | null {
  if (!file.startsWith(TARGETS + sep)) return null;
  list ??= existsSync(PROGRAMS_LIST) ? (JSON.parse(readFileSync(PROGRAMS_LIST, 'utf8')) as ProgramsList) : {};
  const name = list[relative(TARGETS, file)];
  return name === undefined ? null : { output: join(PROGRAMS, name), main: mainPath(file) };
}

/** Where a program's source seems to be: with or without a mistake, a program that is not changed is the same file. */
export function mainPath(file: string): string {
  const [, folder = '', ...rest] = relative(TARGETS, file).split(sep);
  return join(TARGETS, 'reference', folder, ...rest);
}

/** Whether a lesson program can be started: it is a source file, or was handed out built. */
export const programHere = (file: string): boolean => existsSync(file) || handedOutProgram(file) !== null;

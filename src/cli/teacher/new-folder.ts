import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Lesson } from '../../course/lesson.ts';
import { lessons as allLessons, findLesson, folderName, hasSolution } from '../../course/registry.ts';
import { isHandOut } from '../../host/hand-out.ts';
import { PROJECT } from '../../host/project.ts';
import { makeScratch } from '../../host/scratch.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { fromCaller } from '../terminal/from-caller.ts';

/** The one word that names no lesson, as a folder for a copy of the lab. */
export function newFolder(command: string, words: readonly string[]): string {
  const [word, other] = words.filter((each) => !isLesson(each));
  if (other !== undefined)
    throw new Stop(`${command} takes one folder, and lessons by number: what is "${other}"?`, EXIT.usage);
  if (word === undefined)
    throw new Stop(`Name the folder of the copy: npm run ${command} -- FOLDER 01 02 …`, EXIT.usage);
  const folder = fromCaller(word);
  checkFolder(folder);
  return folder;
}

const isLesson = (word: string): boolean => findLesson(word) !== null || /^(lesson)?\d+$/.test(word);

/** The lessons that these words name, in order, or all; each has a reference here. */
export function solvedLessons(command: string, words: readonly string[]): readonly Lesson[] {
  if (isHandOut()) throw new Stop('This is a copy for students already, and has no references to make one from.');
  const named = words.filter(isLesson).map((word) => {
    const lesson = findLesson(word);
    if (lesson !== null) return lesson;
    throw new Stop(`There is no lesson ${word}: there are ${allLessons.map(({ id }) => id).join(', ')}.`, EXIT.usage);
  });
  const wanted = named.length === 0 ? allLessons : allLessons.filter((lesson) => named.includes(lesson));
  const bare = wanted.find((lesson) => !hasSolution(lesson));
  if (bare !== undefined)
    throw new Stop(`${command} needs the references, and solutions/${folderName(bare)} is not here.`);
  return wanted;
}

/** Beside the folder, and renamed when it is complete: an interrupted copy leaves nothing. */
export function scratchBeside(folder: string): string {
  try {
    return makeScratch(dirname(folder));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code;
    throw new Stop(`${folder} cannot be made (${why}): name one in a folder that exists, and is yours.`, EXIT.usage);
  }
}

function checkFolder(folder: string): void {
  if (!relative(PROJECT, resolve(folder)).startsWith('..'))
    throw new Stop(`${folder} is inside the lab: name a folder outside.`, EXIT.usage);
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new Stop(`${folder} is no folder.`, EXIT.usage);
  if (readdirSync(folder).length > 0)
    throw new Stop(
      `${folder} is not empty: name a new folder. \`npm run update\` brings an older copy up to date.`,
      EXIT.usage,
    );
}

import { chmodSync, existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Lesson } from '../../course/lesson.ts';
import { lessons as allLessons, findLesson, folderName, hasSolution } from '../../course/registry.ts';
import { isHandOut, type Stamp } from '../../host/hand-out.ts';
import { PROJECT } from '../../host/project.ts';
import { makeScratch, removeScratch } from '../../host/scratch.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { fromCaller } from '../terminal/from-caller.ts';
import { say } from '../terminal/terminal.ts';

const USAGE = `npm run hand-out -- FOLDER [lessons] [hints=2]

  FOLDER     a new folder, or an empty one, outside the lab; the folder that it is in exists
  lessons    01 02 …; all when you name none
  hints=N    the number of hints that each step keeps: 0 to 3; 2 when you do not say, for the third is nearly the code

The copy is for students: no reference, no known mistake, and demos that run from built programs. See grading/README.md.`;

const MOST_HINTS = 3;

/** `npm run hand-out -- FOLDER [lessons…] [hints=N]`: makes the students' copy of the lab. */
export async function handOut(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.some((word) => ['--help', '-h', 'help'].includes(word))) {
    say(USAGE);
    return args.length === 0 ? EXIT.usage : EXIT.ok;
  }
  if (isHandOut()) throw new Stop('This is a copy for students already, and has no references to make one from.');
  const { folder, lessons, hints } = parse(args);
  const bare = lessons.find((lesson) => !hasSolution(lesson));
  if (bare !== undefined)
    throw new Stop(`Demos are built from the reference, and solutions/${folderName(bare)} is not here.`);
  const { firstCommit, makeHandOut } = await import('../../hand-out/make.ts');
  const onLesson = (lesson: Lesson): void => say(` ${lesson.id}  ${lesson.title}`);
  // Beside it, and renamed when it is complete: an interrupted one leaves nothing.
  const draft = scratchBeside(folder);
  try {
    const stamp = await makeHandOut({ folder: draft, lessons, hints, onLesson });
    const committed = firstCommit(draft, `Hand out version ${stamp.version} (${stamp.commit})`);
    chmodSync(draft, 0o755);
    renameSync(draft, folder);
    sayMade(folder, stamp, committed);
  } finally {
    removeScratch(draft);
  }
  return EXIT.ok;
}

function scratchBeside(folder: string): string {
  try {
    return makeScratch(dirname(folder));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code;
    throw new Stop(`${folder} cannot be made (${why}): name one in a folder that exists, and is yours.`, EXIT.usage);
  }
}

function sayMade(folder: string, { files, hints }: Stamp, committed: boolean): void {
  say(`\n ${Object.keys(files).length} files, ${hints} hints a step, in ${folder}`);
  say(
    committed
      ? ' It is a repository with one commit.'
      : ' It is no repository: git is not installed, or could not make one.',
  );
  say('\n A built demo can be taken apart by whoever has the patience; its source is not in it.');
}

function parse(args: readonly string[]): { folder: string; lessons: readonly Lesson[]; hints: number } {
  const lessons: Lesson[] = [];
  let folder: string | undefined;
  let hints = 2;
  for (const word of args.map((arg) => arg.replace(/^--(?=.)/, ''))) {
    const [, name, value] = /^([a-z]+)=(.*)$/.exec(word) ?? [];
    const lesson = findLesson(word);
    if (name === 'hints') {
      hints = Number(value === '' ? Number.NaN : value);
      if (!Number.isInteger(hints) || hints < 0 || hints > MOST_HINTS)
        throw new Stop(`hints is a number from 0 to ${MOST_HINTS}.`, EXIT.usage);
    } else if (name !== undefined) throw new Stop(`hand-out has no option "${name}": there is hints.`, EXIT.usage);
    else if (lesson !== null) lessons.push(lesson);
    else if (/^(lesson)?\d+$/.test(word))
      throw new Stop(`There is no lesson ${word}: there are ${allLessons.map(({ id }) => id).join(', ')}.`, EXIT.usage);
    else if (folder === undefined) folder = fromCaller(word);
    else throw new Stop(`hand-out takes one folder, and lessons by number: what is "${word}"?`, EXIT.usage);
  }
  if (folder === undefined)
    throw new Stop('Name the folder of the copy: npm run hand-out -- FOLDER 01 02 …', EXIT.usage);
  checkFolder(folder);
  const wanted = lessons.length === 0 ? allLessons : allLessons.filter((lesson) => lessons.includes(lesson));
  return { folder, lessons: wanted, hints };
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

import { chmodSync, renameSync } from 'node:fs';
import type { Lesson } from '../../course/lesson.ts';
import type { Stamp } from '../../host/hand-out.ts';
import { removeScratch } from '../../host/scratch.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { say } from '../terminal/terminal.ts';
import { newFolder, scratchBeside, solvedLessons } from './new-folder.ts';

const USAGE = `npm run hand-out -- FOLDER [lessons] [hints=2]

  FOLDER     a new folder, or an empty one, outside the lab; the folder that it is in exists
  lessons    01 02 …; all when you name none
  hints=N    the number of hints that each step keeps: 0 to 3; 2 when you do not say, for the third is nearly the code

The copy is for students: no reference, no known mistake, and demos that run from built programs. See grading/README.md.`;

const MOST_HINTS = 3;
const OPTION = /^([a-z]+)=(.*)$/;

/** `npm run hand-out -- FOLDER [lessons…] [hints=N]`: makes the students' copy of the lab. */
export async function handOut(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.some((word) => ['--help', '-h', 'help'].includes(word))) {
    say(USAGE);
    return args.length === 0 ? EXIT.usage : EXIT.ok;
  }
  const words = args.filter((arg) => arg !== '--').map((arg) => arg.replace(/^--(?=.)/, ''));
  const hints = hintsIn(words.filter((word) => OPTION.test(word)));
  const others = words.filter((word) => !OPTION.test(word));
  const lessons = solvedLessons('hand-out', others);
  const folder = newFolder('hand-out', others);
  const { firstCommit, makeHandOut } = await import('../../hand-out/make.ts');
  const onLesson = (lesson: Lesson): void => say(` ${lesson.id}  ${lesson.title}`);
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

function sayMade(folder: string, { files, hints }: Stamp, committed: boolean): void {
  say(`\n ${Object.keys(files).length} files, ${hints} hints a step, in ${folder}`);
  say(
    committed
      ? ' It is a repository with one commit.'
      : ' It is no repository: git is not installed, or could not make one.',
  );
  say('\n A built demo can be taken apart by whoever has the patience; its source is not in it.');
}

function hintsIn(words: readonly string[]): number {
  let hints = 2;
  for (const word of words) {
    const [, name, value] = OPTION.exec(word) ?? [];
    if (name !== 'hints') throw new Stop(`hand-out has no option "${name}": there is hints.`, EXIT.usage);
    hints = Number(value === '' ? Number.NaN : value);
    if (!Number.isInteger(hints) || hints < 0 || hints > MOST_HINTS)
      throw new Stop(`hints is a number from 0 to ${MOST_HINTS}.`, EXIT.usage);
  }
  return hints;
}

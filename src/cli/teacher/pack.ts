import { chmodSync, renameSync } from 'node:fs';
import { removeScratch } from '../../host/scratch.ts';
import { EXIT } from '../../host/stop.ts';
import { say } from '../terminal/terminal.ts';
import { newFolder, scratchBeside, solvedLessons } from './new-folder.ts';

const USAGE = `npm run pack -- FOLDER [lessons]

  FOLDER     a new folder, or an empty one, outside the lab
  lessons    01 02 …; all when you name none

The grader's copy, for a container, Gradescope and GitHub Classroom: it grades these lessons, and has no answers and no history.`;

/** `npm run pack -- FOLDER [lessons…]`: makes the copy of the lab from which containers grade. */
export async function pack(args: readonly string[]): Promise<number> {
  const words = args.filter((arg) => arg !== '--');
  if (words.length === 0 || words.some((word) => ['--help', '-h', 'help'].includes(word))) {
    say(USAGE);
    return words.length === 0 ? EXIT.usage : EXIT.ok;
  }
  const lessons = solvedLessons('pack', words);
  const folder = newFolder('pack', words);
  const { makeGrader } = await import('../../hand-out/grader.ts');
  const draft = scratchBeside(folder);
  try {
    await makeGrader(draft, lessons);
    chmodSync(draft, 0o755);
    renameSync(draft, folder);
  } finally {
    removeScratch(draft);
  }
  say(` ${folder} grades ${lessons.map(({ id }) => id).join(' ')}, and has no answers.`);
  return EXIT.ok;
}

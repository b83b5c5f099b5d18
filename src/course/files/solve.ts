import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from '../../host/stop.ts';
import type { Lesson, Step } from '../lesson.ts';
import { folderName, hasSolution, lessonDir, solutionDir } from '../registry.ts';
import { editable, endedAs, ownText } from './own-text.ts';
import { type Rewrite, WHOLE, withSteps } from './rewrite.ts';

/** The rewrites that turn some steps, or all of the lesson, into the reference. */
export function planSolve(lesson: Lesson, steps: readonly Step[] | null): Rewrite[] {
  if (!hasSolution(lesson)) throw new Stop(`The reference, solutions/${folderName(lesson)}, is not here.`);
  return lesson.files.flatMap((file) => {
    const mine = ownText(join(lessonDir(lesson), file));
    const reference = readFileSync(join(solutionDir(lesson), file), 'utf8');
    const text =
      steps === null || mine === null ? reference : withSteps(editable(mine, file, WHOLE), reference, steps, file);
    return text === mine?.text ? [] : [{ file, content: endedAs(text, mine) }];
  });
}

import { readProgress } from '../../lab/progress.ts';
import { EXIT } from '../../lab/stop.ts';
import { pickLesson } from '../pick-lesson.ts';
import { columns, interactive, say } from '../terminal.ts';
import { listText } from './list.ts';

/** Without arguments: pick a lesson, or where nobody can pick, the table. */
export async function home(): Promise<number> {
  if (!interactive()) {
    say(listText(readProgress(), columns()));
    return EXIT.ok;
  }
  const chosen = await pickLesson();
  return chosen === null ? EXIT.ok : (await import('./open.ts')).open(chosen);
}

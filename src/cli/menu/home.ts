import { EXIT } from '../../host/stop.ts';
import { readProgress } from '../../progress/store.ts';
import { columns } from '../../text/columns.ts';
import { interactive, say } from '../terminal/terminal.ts';
import { listText } from './list.ts';
import { pickLesson } from './pick-lesson.ts';

/** `npm run lesson` without arguments: at a terminal a list to pick from, otherwise the table. */
export async function home(): Promise<number> {
  if (!interactive()) {
    say(listText(readProgress(), columns()));
    return EXIT.ok;
  }
  const chosen = await pickLesson();
  return chosen === null ? EXIT.ok : (await import('./menu.ts')).open(chosen);
}

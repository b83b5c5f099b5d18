import { nextOpenLesson, readProgress } from '../../lab/progress.ts';
import { lessons, planned } from '../../lab/registry.ts';
import { paint } from '../../lab/render.ts';
import { EXIT } from '../../lab/stop.ts';
import { columns, interactive, say, spread } from '../terminal.ts';
import { listText, points } from './list.ts';

/** Without arguments: pick a lesson, or where nobody can pick, the table. */
export async function home(): Promise<number> {
  const progress = readProgress();
  if (!interactive()) {
    say(listText(progress, columns()));
    return EXIT.ok;
  }
  const { pick } = await import('../prompts.ts');
  const width = columns() - 2;
  const rows = lessons.map((lesson) => ({
    value: lesson,
    name: spread(`${lesson.id}  ${lesson.title}`, points(lesson, progress), width),
    short: lesson.title,
  }));
  const later = planned.map(({ id, title }) => ({ name: spread(`${id}  ${title}`, 'later', width) }));
  const chosen = await pick(
    `Which lesson?  ${paint.dim('↑ ↓ and Enter, Ctrl-D for none')}`,
    rows,
    later,
    nextOpenLesson(progress, lessons),
  );
  return chosen === null ? EXIT.ok : (await import('./open.ts')).open(chosen);
}

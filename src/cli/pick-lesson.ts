import type { Lesson } from '../lab/lesson.ts';
import { nextOpenLesson, readProgress } from '../lab/progress.ts';
import { lessons, planned } from '../lab/registry.ts';
import { points } from './commands/list.ts';
import { columns, spread } from './terminal.ts';

/** A lesson, picked by somebody at a terminal; null for none. At first the next one after `here` that misses points is marked. */
export async function pickLesson(here?: Lesson): Promise<Lesson | null> {
  const progress = readProgress();
  const { pick } = await import('./prompts.ts');
  const width = columns() - 2;
  const rows = lessons.map((lesson) => ({
    value: lesson,
    name: spread(`${lesson.id}  ${lesson.title}`, points(lesson, progress), width),
    short: lesson.title,
  }));
  const later = planned.map(({ id, title }) => ({ name: spread(`${id}  ${title}`, 'later', width) }));
  return pick('Which lesson?', rows, later, nextOpenLesson(progress, lessons, here) ?? here ?? null);
}

import type { Lesson } from '../../course/lesson.ts';
import { lessons, planned } from '../../course/registry.ts';
import { nextOpenLesson, openStepOf } from '../../progress/points.ts';
import { readProgress } from '../../progress/store.ts';
import { columns } from '../../text/columns.ts';
import { spread } from '../../text/fold.ts';
import { points } from './list.ts';

/** A lesson, picked by somebody at a terminal; null for none. The mark stands at `here` until that is complete, then at the next that misses points. */
export async function pickLesson(here?: Lesson): Promise<Lesson | null> {
  const progress = readProgress();
  const { pick } = await import('../terminal/prompts.ts');
  const width = columns() - 2;
  const rows = lessons.map((lesson) => ({
    value: lesson,
    name: spread(`${lesson.id}  ${lesson.title}`, points(lesson, progress), width),
    short: lesson.title,
  }));
  const later = planned.map(({ id, title }) => ({ name: spread(`${id}  ${title}`, 'later', width) }));
  const stay = here !== undefined && openStepOf(progress, here) !== null;
  return pick('Which lesson?', rows, later, stay ? here : (nextOpenLesson(progress, lessons, here) ?? here ?? null));
}

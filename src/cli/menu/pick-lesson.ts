import type { Lesson } from '../../course/lesson.ts';
import { lessons, planned } from '../../course/registry.ts';
import { nextOpenLesson, openStepOf } from '../../progress/points.ts';
import { readProgress } from '../../progress/store.ts';
import { columns } from '../../text/columns.ts';
import { spread } from '../../text/fold.ts';
import { pick } from '../terminal/pick.ts';
import { points } from './list.ts';

/** Asks for a lesson; null for none. The cursor starts at `here` while it is incomplete, otherwise at the next incomplete lesson. */
export async function pickLesson(here?: Lesson): Promise<Lesson | null> {
  const progress = readProgress();
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

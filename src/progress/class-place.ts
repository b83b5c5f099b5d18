import type { Lesson } from '../course/lesson.ts';
import { type Progress, readProgress, updateProgress } from './store.ts';

/** The step of a walkthrough at which a class stopped: its index, stored under the lesson's slug, which never changes. */
export function placeIn(progress: Progress, lesson: Lesson, count: number): number | null {
  const place = Object.hasOwn(classes(progress), lesson.slug) ? classes(progress)[lesson.slug] : undefined;
  return typeof place === 'number' && Number.isInteger(place) && place > 0 && place < count ? place : null;
}

/** Stores the place. The first step, and null after the last, remove it: there is nothing to resume. */
export function keepPlace(lesson: Lesson, index: number | null, file?: string): void {
  const known = classes(readProgress(file))[lesson.slug];
  if (known === (index || undefined)) return;
  updateProgress((progress) => {
    const others = Object.entries(classes(progress)).filter(([slug]) => slug !== lesson.slug);
    progress.classes = Object.fromEntries(index ? [...others, [lesson.slug, index]] : others);
  }, file);
}

/** Older files have no places. A damaged entry counts as none, because no points depend on it. */
function classes(progress: Progress): Readonly<Record<string, unknown>> {
  const { classes: kept } = progress;
  return typeof kept === 'object' && kept !== null ? kept : {};
}

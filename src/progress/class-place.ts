import type { Lesson } from '../course/lesson.ts';
import { type Progress, readProgress, updateProgress } from './store.ts';

/** Where a class has left a walkthrough: the index of its step, kept under the lesson's slug, which never changes. */
export function placeIn(progress: Progress, lesson: Lesson, count: number): number | null {
  const place = Object.hasOwn(classes(progress), lesson.slug) ? classes(progress)[lesson.slug] : undefined;
  return typeof place === 'number' && Number.isInteger(place) && place > 0 && place < count ? place : null;
}

/** Keeps the place; at the first step, and with null after the last, there is nothing to go on with. */
export function keepPlace(lesson: Lesson, index: number | null, file?: string): void {
  const known = classes(readProgress(file))[lesson.slug];
  if (known === (index || undefined)) return;
  updateProgress((progress) => {
    const others = Object.entries(classes(progress)).filter(([slug]) => slug !== lesson.slug);
    progress.classes = Object.fromEntries(index ? [...others, [lesson.slug, index]] : others);
  }, file);
}

/** Older files have none, and what is damaged counts as none: it is worth no points. */
function classes(progress: Progress): Readonly<Record<string, unknown>> {
  const { classes: kept } = progress;
  return typeof kept === 'object' && kept !== null ? kept : {};
}

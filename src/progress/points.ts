import type { Lesson, Step } from '../course/lesson.ts';
import type { Points, Progress } from './store.ts';

/** The points of every lesson. */
export const LESSON_POINTS = 100;

/** The first step whose missing points do not depend on a later step; null when the lesson is complete. */
export function openStepOf(progress: Progress, lesson: Lesson): Step | null {
  const open = lesson.steps.filter((step) => !isComplete(progress.steps[step.key]));
  return open.find((step) => progress.steps[step.key]?.later !== true) ?? open[0] ?? null;
}

export const isComplete = (points: Points | undefined): boolean =>
  points !== undefined && points.earned >= points.points;

export const earnedIn = (progress: Progress, lesson: Lesson): number =>
  lesson.steps.reduce((sum, step) => sum + (progress.steps[step.key]?.earned ?? 0), 0);

/** The next incomplete lesson after `after`, or from the first; wraps around. */
export function nextOpenLesson(progress: Progress, lessons: readonly Lesson[], after?: Lesson): Lesson | null {
  const start = after === undefined ? 0 : lessons.indexOf(after) + 1;
  const order = [...lessons.slice(start), ...lessons.slice(0, start)];
  return order.find((lesson) => openStepOf(progress, lesson) !== null) ?? null;
}

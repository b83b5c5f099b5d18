import { gradeMine } from '../../lab/grading.ts';
import type { Lesson } from '../../lab/lesson.ts';
import { EXIT } from '../../lab/stop.ts';
import { say } from '../terminal.ts';

/** `NN test [options of vitest]` */
export const test = (lesson: Lesson, args: readonly string[]): Promise<number> => gradeLessons([lesson], args);

/** Grades, says what the points are worth, and returns the exit status. */
export async function gradeLessons(lessons: readonly Lesson[], vitestArgs: readonly string[]): Promise<number> {
  const { status, reports, partial } = await gradeMine(
    lessons,
    vitestArgs.filter((arg) => arg !== '--'),
  );
  const broken = reports.some((report) => report.error !== undefined);
  if (partial.length > 0 && !broken) say(' Only some of the tests were run: the points on record stay as they were.\n');
  return status === 0 && reports.length === lessons.length ? EXIT.ok : EXIT.failed;
}

import { gradeMine } from '../../lab/grading.ts';
import type { Lesson } from '../../lab/lesson.ts';
import { EXIT, Stop } from '../../lab/stop.ts';
import { say } from '../terminal.ts';

/** `NN test [NN.k] [options of vitest]` */
export const test = (lesson: Lesson, args: readonly string[]): Promise<number> => gradeLessons([lesson], args);

const STEP = /^\d\d\.\d+$/;

/** Grades, says what the points are worth, and returns the exit status. */
export async function gradeLessons(lessons: readonly Lesson[], vitestArgs: readonly string[]): Promise<number> {
  const steps = vitestArgs.filter((arg) => STEP.test(arg));
  const known = lessons.flatMap((lesson) => lesson.steps.map(({ id }) => id));
  const [step] = steps;
  if (step !== undefined && (steps.length > 1 || !known.includes(step)))
    throw new Stop(`Name one step: there are ${known.join(', ')}.`, EXIT.usage);
  const options = vitestArgs.filter((arg) => arg !== '--' && !steps.includes(arg));
  const { status, reports, partial } = await gradeMine(lessons, options, step);
  const broken = reports.some((report) => report.error !== undefined);
  if (partial.length > 0 && !broken) say(' Only some of the tests were run: the points on record stay as they were.\n');
  return status === 0 && reports.length === lessons.length ? EXIT.ok : EXIT.failed;
}

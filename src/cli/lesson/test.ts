import type { Lesson } from '../../course/lesson.ts';
import type { LessonReport, TestResult } from '../../grading/result.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { gradeMine } from '../../progress/grade-mine.ts';
import { stepToWriteOf } from '../../report/failure-text.ts';
import { ResultsPrinter } from '../../report/results-printer.ts';
import { columns } from '../../text/columns.ts';
import { beside, paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { stoppable } from '../terminal/interrupt.ts';
import { command, interactive, say } from '../terminal/terminal.ts';
import { undisturbed } from '../terminal/undisturbed.ts';
import { faultText } from './types.ts';

/** `NN test [NN.k] [options of vitest]` */
export const test = (lesson: Lesson, args: readonly string[]): Promise<number> => gradeLessons([lesson], args);

const STEP = /^\d\d\.\d+$/;

/** Grades, prints the results, and returns the exit status. */
export async function gradeLessons(lessons: readonly Lesson[], vitestArgs: readonly string[]): Promise<number> {
  const steps = vitestArgs.filter((arg) => STEP.test(arg));
  const known = lessons.flatMap((lesson) => lesson.steps.map(({ id }) => id));
  const [step] = steps;
  if (step !== undefined && (steps.length > 1 || !known.includes(step)))
    throw new Stop(`Name one step: there are ${known.join(', ')}.`, EXIT.usage);
  const options = vitestArgs.filter((arg) => arg !== '--' && !steps.includes(arg));
  const printer = new ResultsPrinter(say);
  const { status, reports, partial } = await undisturbed(() =>
    stoppable((signal) => {
      sayBusy(lessons);
      const onResult = (result: TestResult): void => printer.result(result);
      return gradeMine(lessons, { vitestArgs: options, step, onResult, signal });
    }),
  );
  if (reports.every(({ tests, error }) => tests.length === 0 && error === undefined))
    throw new Stop('No test was run: none fits the options.');
  for (const report of reports) printer.lesson(report, step !== undefined);
  for (const lesson of lessons) await sayTypeErrors(lesson, reports);
  const broken = reports.some((report) => report.error !== undefined);
  const open = reports.flatMap(({ tests }) => tests).find((test) => test.status !== 'passed');
  if (open !== undefined) {
    const first = stepToWriteOf(open);
    say(`${beside([`begin with ${first}`, command(`${open.lesson} hint ${first}`)], columns()).slice(2)}\n`);
  }
  if (partial.length > 0 && !broken)
    say(`${paragraph('Only some of the tests were run: the points on record stay as they were.', columns(), 1)}\n`);
  return status === 0 && reports.length === lessons.length ? EXIT.ok : EXIT.failed;
}

/** The first result takes seconds. Printed to standard error, which is a terminal even where the output goes to a pipe. */
function sayBusy(lessons: readonly Lesson[]): void {
  if (!process.stdout.isTTY && !process.stderr.isTTY) return;
  process.stderr.write(paint.dim(`\n grading ${lessons.map(({ id }) => id).join(', ')} …\n\n`));
}

/** After a failure, adds the type errors, which often explain it. */
async function sayTypeErrors(lesson: Lesson, reports: readonly LessonReport[]): Promise<void> {
  const tests = reports.find(({ lesson: id }) => id === lesson.id)?.tests ?? [];
  if (!tests.some(({ status }) => status === 'failed')) return;
  if (interactive()) say(paint.dim(' checking the types …'));
  const errors = (await import('../../course/type-errors.ts')).typeErrors(lesson);
  if (errors.length > 0) say(faultText(errors));
}

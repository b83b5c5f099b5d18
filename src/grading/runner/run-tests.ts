/**
 * Runs the graded tests in the files that its arguments name, as LAB_ORDER says, without vitest: a start takes a seventh of
 * the CPU time. Results go to the report's channel.
 */
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EXIT } from '../../host/stop.ts';
import { LessonTests } from '../lesson-tests.ts';
import { isAsked, type TestResult } from '../result.ts';
import { TestContext } from '../test-context.ts';
import { awaitOrder } from './order.ts';
import { type LessonEnd, openReport } from './report-channel.ts';
import { runLesson } from './run-lesson.ts';

process.setSourceMapsEnabled(true);
const report = openReport();
const files = process.argv.slice(2);
const lessonOf = (file: string): string => basename(dirname(file)).replace(/^lesson/, '');
const broken = new Map<string, string>();

for (const file of files) {
  const lesson = lessonOf(file);
  try {
    await import(pathToFileURL(resolve(file)).href);
    if (!LessonTests.loaded.has(lesson)) throw new Error(`lesson ${lesson} has no graded tests`);
  } catch (error) {
    broken.set(lesson, error instanceof Error ? error.message : String(error));
  }
}
for (const { tests } of LessonTests.loaded.values()) {
  for (const { planned } of tests) report?.({ kind: 'planned', test: planned });
}
let status: number = EXIT.ok;
const onResult = (test: TestResult): void => {
  if (test.status !== 'passed' && isAsked(test)) status = EXIT.failed;
  report?.({ kind: 'result', test });
};
const order = await awaitOrder();
const lessons: LessonEnd[] = [];
for (const file of files) {
  const lesson = lessonOf(file);
  const tests = LessonTests.loaded.get(lesson);
  const error = broken.get(lesson);
  if (error !== undefined || tests === undefined) lessons.push({ lesson, error: error?.split('\n')[0] ?? 'unknown' });
  else lessons.push(await runLesson(tests, { order, onResult }));
}
await TestContext.endAll();
report?.({ kind: 'end', lessons });
// A test that did not come to its end may hold the process.
process.exit(lessons.some(({ error }) => error !== undefined) ? EXIT.failed : status);

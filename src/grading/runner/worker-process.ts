/**
 * Grades one job after the other without a new start: jobs come as lines of JSON on standard input, results go to the report's
 * channel. Its parent writes the programs to LAB_TARGET before it sends the job.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { PROJECT } from '../../host/project.ts';
import { LessonTests } from '../lesson-tests.ts';
import type { TestResult } from '../result.ts';
import type { Job } from './job.ts';
import { type LessonEnd, openReport } from './report-channel.ts';
import { runLesson } from './run-lesson.ts';

const report = openReport();

async function testsOf(lesson: string): Promise<LessonTests> {
  await import(pathToFileURL(join(PROJECT, 'test', `lesson${lesson}`, 'graded.test.ts')).href);
  const tests = LessonTests.loaded.get(lesson);
  if (tests === undefined) throw new Error(`lesson ${lesson} has no graded tests`);
  return tests;
}

async function work({ lesson, order, untilFailure }: Job): Promise<LessonEnd> {
  const onResult = (test: TestResult): void => report?.({ kind: 'result', test });
  return runLesson(await testsOf(lesson), { order, untilFailure, onResult });
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line) as Job;
  const end = await work(job).catch((error: Error): LessonEnd => ({ lesson: job.lesson, error: error.message }));
  report?.({ kind: 'end', lessons: [end] });
}

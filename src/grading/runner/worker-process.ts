/**
 * Grades one job after the other without a new start: jobs come as lines of JSON on standard input, results go to the report's
 * channel. Its parent writes the programs to LAB_TARGET before it sends the job.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { PROJECT } from '../../host/project.ts';
import type { LessonRun } from '../lesson-run.ts';
import { LessonTests } from '../lesson-tests.ts';
import type { TestResult } from '../result.ts';
import type { Job } from './job.ts';
import { type LessonEnd, openReport } from './report-channel.ts';

const report = openReport();

async function testsOf(lesson: string): Promise<LessonTests> {
  await import(pathToFileURL(join(PROJECT, 'test', `lesson${lesson}`, 'graded.test.ts')).href);
  const tests = LessonTests.loaded.get(lesson);
  if (tests === undefined) throw new Error(`lesson ${lesson} has no graded tests`);
  return tests;
}

/** The result of a test; null when it has not come to its end in time: then the test itself is wrong. */
async function inTime(run: LessonRun, title: string, ms: number): Promise<TestResult | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  const result = await Promise.race([run.result(title), late]);
  clearTimeout(timer);
  return result;
}

async function work({ lesson, order, untilFailure }: Job): Promise<LessonEnd> {
  const tests = await testsOf(lesson);
  const run = tests.start(order);
  for (const { planned, timeout } of tests.tests) {
    if (!run.titles.includes(planned.title)) continue;
    const result = await inTime(run, planned.title, timeout);
    if (result === null) return { lesson, error: `"${planned.title}" did not come to its end in ${timeout / 1000} s` };
    report?.({ kind: 'result', test: result });
    if (untilFailure && result.status === 'failed') break;
  }
  return { lesson };
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line) as Job;
  const end = await work(job).catch((error: Error): LessonEnd => ({ lesson: job.lesson, error: error.message }));
  report?.({ kind: 'end', lessons: [end] });
}

import type { Lesson } from '../course/lesson.ts';
import { grade } from './grade.ts';
import type { TestResult } from './result.ts';

/** The result of one graded test on a folder of programs; the tests in its `needs` and `after` run before it. */
export async function gradeOne(
  lesson: Lesson,
  target: string,
  title: string,
  signal?: AbortSignal,
): Promise<TestResult | undefined> {
  const { reports } = await grade([lesson], { target, titles: [title], ...(signal && { signal }) });
  return reports[0]?.tests.find((test) => test.title === title);
}

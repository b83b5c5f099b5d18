import type { Lesson } from '../course/lesson.ts';
import { grade } from './grade.ts';
import type { TestResult } from './result.ts';

/** What one graded test says of a folder of programs; what it needs, and what it looks back on, runs before it. */
export async function gradeOne(
  lesson: Lesson,
  target: string,
  title: string,
  signal?: AbortSignal,
): Promise<TestResult | undefined> {
  const { reports } = await grade([lesson], { target, titles: [title], ...(signal && { signal }) });
  return reports[0]?.tests.find((test) => test.title === title);
}

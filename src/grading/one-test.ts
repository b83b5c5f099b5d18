import type { Lesson } from '../course/lesson.ts';
import { grade } from './grade.ts';
import type { TestResult } from './result.ts';

/** What one graded test says of a folder of programs. Runs the test alone; `whole` runs all before picking it. */
export async function gradeOne(
  lesson: Lesson,
  target: string,
  title: string,
  { whole = false, signal }: { readonly whole?: boolean; readonly signal?: AbortSignal } = {},
): Promise<TestResult | undefined> {
  const vitestArgs = whole ? [] : ['-t', `^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`];
  const { reports } = await grade([lesson], { target, quiet: true, vitestArgs, ...(signal && { signal }) });
  return reports[0]?.tests.find((test) => test.title === title);
}

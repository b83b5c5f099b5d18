import type { Lesson } from '../course/lesson.ts';
import { type KnownMistake, mistakesOf, writeMistake } from '../course/mistakes/known-mistakes.ts';
import { grade } from './grade.ts';
import type { TestResult } from './result.ts';

/** This test counts what all the others have left behind. */
const COUNTS_ALL = /^leaves nothing behind/;

/**
 * A known mistake is caught when each test named for it fails with its diagnosis, and no test fails that
 * is not expected to. Returns what is not so. Unless `all` is set, only the tests that the mistake names are
 * run, and those that they need.
 */
export async function checkMistake(lesson: Lesson, known: KnownMistake, all: boolean): Promise<string[]> {
  const every = all || known.fails.some((title) => COUNTS_ALL.test(title));
  const titles = every ? {} : { titles: [...known.fails, ...(known.also ?? [])] };
  const { reports } = await grade([lesson], { target: writeMistake(lesson, known), quiet: true, ...titles });
  const report = reports[0];
  if (report === undefined) return ['no report came back'];
  return report.error === undefined ? judge(known, report.tests) : [`could not be graded: ${report.error}`];
}

export function judge(known: KnownMistake, tests: readonly TestResult[]): string[] {
  const problems: string[] = [];
  for (const title of known.fails) {
    const test = tests.find((candidate) => candidate.title === title);
    if (test === undefined) problems.push(`there is no test "${title}"`);
    else if (test.status !== 'failed') problems.push(`"${title}" should fail and is ${test.status}`);
    else if (test.failure?.looksLike !== known.id) {
      const seen = test.failure?.looksLike ?? 'no known mistake';
      problems.push(`"${title}" fails, but looks like ${seen}: saw ${test.failure?.saw}`);
    }
  }
  const expected = new Set([...known.fails, ...(known.also ?? [])]);
  for (const test of tests) {
    if (expected.has(test.title) || test.status === 'passed' || test.status === 'waiting') continue;
    problems.push(`"${test.title}" is ${test.status} as well: saw ${test.failure?.saw}`);
  }
  return problems;
}

/** What the lesson's table and the files of test/mistakes/ do not agree on. */
export function unmatched(lesson: Lesson, known: readonly KnownMistake[]): string[] {
  const ids = known.map(({ id }) => id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  return [
    ...Object.keys(lesson.mistakes)
      .filter((id) => !ids.includes(id))
      .map((id) => `${id} is in lesson ${lesson.id} and has no file in test/mistakes/${lesson.id}`),
    ...ids
      .filter((id) => !Object.hasOwn(lesson.mistakes, id))
      .map((id) => `${id} has a file in test/mistakes/${lesson.id} and is not in lesson ${lesson.id}`),
    ...twice.map((id) => `${id} has two files in test/mistakes/${lesson.id}`),
  ];
}

export interface MistakeTask {
  readonly lesson: Lesson;
  readonly known: KnownMistake;
}

export async function allMistakes(lessons: readonly Lesson[]): Promise<{ tasks: MistakeTask[]; problems: string[] }> {
  const tasks: MistakeTask[] = [];
  const problems: string[] = [];
  for (const lesson of lessons) {
    const known = (await mistakesOf(lesson)).sort((a, b) => a.id.localeCompare(b.id));
    problems.push(...unmatched(lesson, known));
    tasks.push(...known.map((one) => ({ lesson, known: one })));
  }
  return { tasks, problems };
}

import type { Lesson } from '../course/lesson.ts';
import { type KnownMistake, makeMistake, mistakesOf } from '../course/mistakes/known-mistakes.ts';
import type { GradingWorker } from './grading-worker.ts';
import { earned, possible, type TestResult } from './result.ts';

export interface Checked {
  /** What is not as the mistake says. */
  readonly problems: readonly string[];
  /** The points that a program with this mistake does not get; null where only some tests were run. */
  readonly lost: number | null;
}

/**
 * A known mistake is caught when each test named in `fails` fails with its diagnosis, and no other test fails. Unless `all` is set,
 * only the tests that the mistake names are run, without those that they need: these pass, which takes most of the time, and `all`
 * shows it.
 */
export async function checkMistake(
  worker: GradingWorker,
  lesson: Lesson,
  known: KnownMistake,
  all: boolean,
): Promise<Checked> {
  const order = all ? {} : { titles: [...known.fails, ...(known.also ?? [])], alone: true };
  const report = await worker.grade(lesson, makeMistake(lesson, known), { order, untilFailure: false });
  if (report.error !== undefined) return { problems: [`could not be graded: ${report.error}`], lost: null };
  const lost = all ? possible(report.tests) - earned(report.tests) : null;
  return { problems: judge(known, report.tests), lost };
}

export function judge(known: KnownMistake, tests: readonly TestResult[]): string[] {
  const expected = new Set([...known.fails, ...(known.also ?? [])]);
  return [
    ...known.fails.flatMap((title) => notCaught(known, title, tests)),
    ...tests
      .filter(({ title, status }) => !expected.has(title) && status !== 'passed' && status !== 'waiting')
      .map((test) => `"${test.title}" is ${test.status} as well: ${seenIn(test)}`),
  ];
}

/** Why a test has not caught this mistake; empty when it fails with the right diagnosis. */
function notCaught(known: KnownMistake, title: string, tests: readonly TestResult[]): string[] {
  const test = tests.find((candidate) => candidate.title === title);
  if (test === undefined) return [`there is no test "${title}"`];
  if (test.status !== 'failed') return [`"${title}" should fail and is ${test.status}`];
  if (test.failure.looksLike === known.slug) return [];
  return [`"${title}" fails, but looks like ${test.failure.looksLike ?? 'no known mistake'}: ${seenIn(test)}`];
}

function seenIn(test: TestResult): string {
  if (test.status === 'failed') return `saw ${test.failure.saw}`;
  return test.status === 'todo' ? `step ${test.todo.step} is not written` : test.status;
}

/** Diagnoses without a file in test/mistakes/, and files without a diagnosis. */
export function unmatched(lesson: Lesson, known: readonly KnownMistake[]): string[] {
  const slugs = known.map(({ slug }) => slug);
  return [
    ...Object.keys(lesson.diagnoses)
      .filter((slug) => !slugs.includes(slug))
      .map((slug) => `${slug} is a diagnosis of lesson ${lesson.id} and has no file in test/mistakes/${lesson.id}`),
    ...slugs
      .filter((slug) => !Object.hasOwn(lesson.diagnoses, slug))
      .map((slug) => `test/mistakes/${lesson.id}/${slug}.ts has no diagnosis in lesson ${lesson.id}`),
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
    const known = (await mistakesOf(lesson)).sort((a, b) => a.slug.localeCompare(b.slug));
    problems.push(...unmatched(lesson, known));
    tasks.push(...known.map((one) => ({ lesson, known: one })));
  }
  return { tasks, problems };
}

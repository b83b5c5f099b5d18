import type { Lesson } from '../../course/lesson.ts';
import { type KnownMistake, makeMistake } from '../../course/mistakes/known-mistakes.ts';
import { stylesOf } from '../../course/mistakes/styles.ts';
import { findLesson, lessons } from '../../course/registry.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { failureText } from '../../report/failure-text.ts';
import { paint } from '../../text/paint.ts';
import { say } from '../terminal/terminal.ts';
import { gradeEach } from './grade-each.ts';
import { type Failure, leaveOutcome } from './outcome.ts';

interface StyleTask {
  readonly lesson: Lesson;
  readonly style: KnownMistake;
}

/** `npm run test:styles [slugs or lessons…]`: right programs in other styles than the references get all points. */
export async function styles(words: readonly string[]): Promise<number> {
  const tasks = await Promise.all(
    lessons.map(async (lesson) => (await stylesOf(lesson)).map((style) => ({ lesson, style }))),
  );
  const chosen = choose(tasks.flat(), words);
  const failures: Failure[] = [];
  await gradeEach(chosen, async (worker, { lesson, style }) => {
    const { error, tests } = await worker.grade(lesson, makeMistake(lesson, style), { order: {}, untilFailure: false });
    const failed = tests.filter(({ status }) => status !== 'passed');
    const right = error === undefined && failed.length === 0;
    const name = `${lesson.id}-${style.slug}`;
    say(` ${right ? paint.green('✓') : paint.red('✗')} ${lesson.id}  ${style.slug}`);
    if (right) return;
    failures.push({ name: `test:styles > ${name}`, again: name });
    if (error !== undefined) say(`     could not be graded: ${error}`);
    for (const result of failed) say(failureText(result));
  });
  const passed = chosen.length - failures.length;
  leaveOutcome({ passed, failed: failures.length, failures });
  say(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? EXIT.ok : EXIT.failed;
}

function choose(tasks: readonly StyleTask[], words: readonly string[]): StyleTask[] {
  const matches = ({ lesson, style }: StyleTask, word: string): boolean =>
    style.slug === word || `${lesson.id}-${style.slug}` === word || findLesson(word) === lesson;
  const unknown = words.find((word) => !tasks.some((task) => matches(task, word)));
  if (unknown !== undefined) throw new Stop(`There is no style or lesson "${unknown}".`, EXIT.usage);
  return tasks.filter((task) => words.length === 0 || words.some((word) => matches(task, word)));
}

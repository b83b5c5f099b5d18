import { findLesson, lessons } from '../../course/registry.ts';
import { allMistakes, checkMistake, type MistakeTask } from '../../grading/check-mistake.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { paint } from '../../text/paint.ts';
import { say } from '../terminal/terminal.ts';
import { gradeEach } from './grade-each.ts';
import { type Failure, leaveOutcome } from './outcome.ts';

/**
 * `npm run test:mistakes [slugs or lessons…] [all]`: every known mistake is caught, by name. `all` runs every test on each, and prints the
 * points that it costs.
 */
export async function mistakes(words: readonly string[]): Promise<number> {
  const args = words.filter((word) => word.replace(/^--/, '') !== 'all');
  const { tasks, problems } = await allMistakes(lessons);
  const chosen = choose(tasks, args);
  const disagreements = args.length === 0 ? problems : [];
  for (const problem of disagreements) say(` ${paint.red('✗')} ${problem}`);
  const failures: Failure[] = [];
  const prices: number[] = [];
  await gradeEach(chosen, async (worker, { lesson, known }) => {
    const { problems: wrong, lost } = await checkMistake(worker, lesson, known, args.length < words.length);
    const mark = wrong.length === 0 ? paint.green('✓') : paint.red('✗');
    if (wrong.length > 0)
      failures.push({ name: `test:mistakes > ${lesson.id}-${known.slug}`, again: `${lesson.id}-${known.slug}` });
    const price = lost === null ? '' : `${String(lost).padStart(4)} points `;
    if (lost !== null) prices.push(lost);
    say(` ${mark} ${lesson.id} ${price} ${known.slug}  ${lesson.diagnoses[known.slug]?.name ?? '?'}`);
    for (const line of wrong) say(`     ${line}`);
  });
  if (prices.length > 0) say(pricesText(prices));
  const passed = chosen.length - failures.length;
  const failed = disagreements.length + failures.length;
  leaveOutcome({ passed, failed, failures });
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? EXIT.ok : EXIT.failed;
}

/** More than this is a high price for one mistake, unless the program serves nobody. */
const HIGH_PRICE = 40;

function pricesText(prices: readonly number[]): string {
  const sorted = prices.toSorted((a, b) => a - b);
  const high = prices.filter((price) => price > HIGH_PRICE).length;
  return `points lost: median ${sorted[prices.length >> 1]}, at most ${sorted.at(-1)}; more than ${HIGH_PRICE}: ${high} of ${prices.length}`;
}

function choose(tasks: readonly MistakeTask[], args: readonly string[]): MistakeTask[] {
  const wanted = args.filter((arg) => arg !== '--');
  const matches = ({ lesson, known }: MistakeTask, word: string): boolean =>
    known.slug === word || `${lesson.id}-${known.slug}` === word || findLesson(word) === lesson;
  const unknown = wanted.find((word) => !tasks.some((task) => matches(task, word)));
  if (unknown !== undefined) throw new Stop(`There is no known mistake or lesson "${unknown}".`, EXIT.usage);
  return tasks.filter((task) => wanted.length === 0 || wanted.some((word) => matches(task, word)));
}

import { inParallel } from '../../lab/in-parallel.ts';
import { allMistakes, checkMistake, type MistakeTask } from '../../lab/mistake-check.ts';
import { type Failure, leaveOutcome } from '../../lab/outcome.ts';
import { findLesson, lessons } from '../../lab/registry.ts';
import { paint } from '../../lab/render.ts';
import { EXIT, Stop } from '../../lab/stop.ts';
import { say } from '../terminal.ts';

/** Gradings at a time: each waits as much as it works. */
const WIDTH = 3;

/** `npm run test:mistakes [ids or lessons…] [all]`: every known mistake is caught, by name; `all` runs every test on each. */
export async function mistakes(words: readonly string[]): Promise<number> {
  const args = words.filter((word) => word.replace(/^--/, '') !== 'all');
  const { tasks, problems } = await allMistakes(lessons);
  const chosen = choose(tasks, args);
  const disagreements = args.length === 0 ? problems : [];
  for (const problem of disagreements) say(` ${paint.red('✗')} ${problem}`);
  const failures: Failure[] = [];
  await inParallel(chosen, WIDTH, async ({ lesson, known }) => {
    const wrong = await checkMistake(lesson, known, args.length < words.length).catch((error: Error) => [
      error.message,
    ]);
    const mark = wrong.length === 0 ? paint.green('✓') : paint.red('✗');
    if (wrong.length > 0) failures.push({ name: `test:mistakes > ${known.id}`, again: known.id });
    say(` ${mark} ${known.id}  ${lesson.mistakes[known.id]?.name ?? '?'}`);
    for (const line of wrong) say(`     ${line}`);
  });
  const passed = chosen.length - failures.length;
  const failed = disagreements.length + failures.length;
  leaveOutcome({ passed, failed, failures });
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? EXIT.ok : EXIT.failed;
}

function choose(tasks: readonly MistakeTask[], args: readonly string[]): MistakeTask[] {
  const wanted = args.filter((arg) => arg !== '--');
  const matches = ({ lesson, known }: MistakeTask, word: string): boolean =>
    known.id === word || lesson.mistakes[known.id]?.slug === word || findLesson(word) === lesson;
  const unknown = wanted.find((word) => !tasks.some((task) => matches(task, word)));
  if (unknown !== undefined) throw new Stop(`There is no known mistake or lesson "${unknown}".`, EXIT.usage);
  return tasks.filter((task) => wanted.length === 0 || wanted.some((word) => matches(task, word)));
}

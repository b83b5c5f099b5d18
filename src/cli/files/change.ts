import { relative } from 'node:path';
import { type Rewrite, rewrite } from '../../course/files/rewrite.ts';
import type { Lesson } from '../../course/lesson.ts';
import { PROJECT } from '../../host/project.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { confirm } from '../terminal/questions.ts';
import { interactive, say } from '../terminal/terminal.ts';

interface Words {
  /** When there is nothing to change. */
  readonly nothing: string;
  readonly question: string;
  readonly done: string;
  /** The words of the command, without the `yes` that skips the question. */
  readonly command: readonly string[];
  /** Changes that accompany the files. */
  readonly also?: () => void;
}

/** Changes files of a learner: asks first, keeps the old version, and prints its place. */
export async function change(
  lesson: Lesson,
  plan: readonly Rewrite[],
  args: readonly string[],
  words: Words,
): Promise<number> {
  if (plan.length === 0) {
    say(words.nothing);
    return EXIT.ok;
  }
  if (!args.includes('yes') && !(await confirmed(lesson, words))) {
    say('Nothing was changed.');
    return EXIT.failed;
  }
  const kept = rewrite(lesson, plan, words.command.join(' '));
  words.also?.();
  say(`${plan.map(({ file }) => file).join(', ')}: ${words.done}.`);
  if (kept.length > 0) {
    say('Your version is kept as');
    for (const path of kept) say(`  ${relative(PROJECT, path)}`);
    say(`npm run lesson ${lesson.id} restore brings it back; kept lists the earlier versions.`);
  }
  return EXIT.ok;
}

async function confirmed(lesson: Lesson, { command, question }: Words): Promise<boolean> {
  if (interactive()) return confirm(question);
  const words = ['npm run lesson', lesson.id, ...command, 'yes'].join(' ');
  throw new Stop(`This changes your files and needs a terminal to ask first. Without one: ${words}`, EXIT.usage);
}

import type { Lesson } from '../../lab/lesson.ts';
import { nextOpenLesson, openStepOf, readProgress } from '../../lab/progress.ts';
import { lessons } from '../../lab/registry.ts';
import { paint } from '../../lab/render.ts';
import { EXIT, Stop } from '../../lab/stop.ts';
import { runLessonCommand } from '../lesson.ts';
import { overviewText, placeText } from '../overview.ts';
import { beside, columns, interactive, say } from '../terminal.ts';

/** Key, what it is called, and the sub-command that it stands for. */
const MENU = [
  ['m', 'handout', 'read'],
  ['e', 'edit', 'edit'],
  ['w', 'watch', 'watch'],
  ['t', 'test', 'test'],
  ['r', 'run', 'run'],
  ['h', 'hint', 'hint'],
  ['d', 'demo', 'demo'],
  ['b', 'break it', 'break'],
  ['p', 'walkthrough', 'walkthrough'],
  ['f', 'diff', 'diff'],
  ['n', 'next lesson', null],
  ['q', 'quit', null],
] as const;

/** `NN`: the overview and, for a person at a terminal, a menu of single keys. */
export async function open(first: Lesson): Promise<number> {
  if (!interactive()) {
    say(overviewText(first, readProgress(), columns()));
    say(`   next   npm run lesson ${first.id} test\n   help   npm run lesson help\n`);
    return EXIT.ok;
  }
  const { pressKey } = await import('../prompts.ts');
  let lesson = first;
  say(overviewText(lesson, readProgress(), columns()));
  for (;;) {
    const key = await pressKey(menuText(columns()), [...MENU.map(([name]) => name), 'return']);
    if (key === null || key === 'q') return EXIT.ok;
    const command = MENU.find(([name]) => name === key)?.[2];
    if (key === 'n') lesson = after(lesson);
    if (command === undefined || command === null) say(overviewText(lesson, readProgress(), columns()));
    else if (await wanted(command, lesson)) await act(lesson, command);
    // What was just said stays on the screen: one line is enough to know where one is.
    if (command) say(placeText(lesson, readProgress(), columns()));
  }
}

/** These show the reference, also of steps that are still to be written. */
const SHOWS_REFERENCE: readonly string[] = ['diff', 'walkthrough'];

async function wanted(command: string, lesson: Lesson): Promise<boolean> {
  if (!SHOWS_REFERENCE.includes(command) || openStepOf(readProgress(), lesson) === null) return true;
  const { confirm } = await import('../prompts.ts');
  return confirm('This shows the reference, and you have steps to write. Show it?');
}

function after(lesson: Lesson): Lesson {
  const next = nextOpenLesson(readProgress(), lessons, lesson);
  if (next === null) say('   Every lesson that is there is complete.');
  else if (next === lesson) say('   This is the only lesson that is not complete.');
  return next ?? lesson;
}

/** What goes wrong in one action is said, and the menu comes back. */
async function act(lesson: Lesson, name: string): Promise<void> {
  say(paint.dim(`   npm run lesson ${lesson.id} ${name}`));
  try {
    await runLessonCommand(lesson, name, []);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(`\n   ${error.message}`);
  }
}

/** The keys, in as many lines as the width asks for. */
export const menuText = (width: number): string =>
  beside(
    MENU.map(([key, name]) => `${paint.bold.cyan(key)} ${name}`),
    width,
  );

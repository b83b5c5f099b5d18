import type { Lesson } from '../../course/lesson.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { openStepOf } from '../../progress/points.ts';
import { readProgress } from '../../progress/store.ts';
import { columns } from '../../text/columns.ts';
import { beside, paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { runLessonCommand } from '../lesson-command.ts';
import { interruptible, isExitPrompt } from '../terminal/interrupt.ts';
import { interactive, say } from '../terminal/terminal.ts';
import { overviewText, placeText } from './overview.ts';
import { pickLesson } from './pick-lesson.ts';

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
  ['l', 'lessons', null],
  ['Enter', 'overview', null],
  ['q', 'quit', null],
] as const;

/** `NN`: the overview and, for a person at a terminal, a menu of single keys. */
export async function open(first: Lesson): Promise<number> {
  if (!interactive()) {
    say(overviewText(first, readProgress(), columns()));
    say(`   next   npm run lesson ${first.id} test\n   help   npm run lesson help\n`);
    return EXIT.ok;
  }
  const { pressKey } = await import('../terminal/prompts.ts');
  const names = MENU.map(([name]) => (name === 'Enter' ? 'return' : name));
  let lesson = first;
  say(overviewText(lesson, readProgress(), columns()));
  for (;;) {
    const key = await pressKey(menuText(columns()), names);
    if (key === null || key === 'q') return EXIT.ok;
    const command = MENU.find(([name]) => name === key)?.[2];
    if (key === 'l') lesson = (await backOnInterrupt(() => pickLesson(lesson))) ?? lesson;
    if (command === undefined || command === null) say(overviewText(lesson, readProgress(), columns()));
    else await backOnInterrupt(() => interruptible(() => act(lesson, command)));
    // What was just said stays on the screen: one line is enough to know where one is.
    if (command) say(placeText(lesson, readProgress(), columns()));
  }
}

/** A walkthrough gives away steps that are still to be written. */
async function wanted(command: string, lesson: Lesson): Promise<boolean> {
  if (command !== 'walkthrough' || openStepOf(readProgress(), lesson) === null) return true;
  const { confirm } = await import('../terminal/prompts.ts');
  return confirm('A walkthrough shows the code of every step, and you have steps to write. Begin?');
}

/** Ctrl-C at a question within an action leads back to the menu, too. */
async function backOnInterrupt<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!isExitPrompt(error)) throw error;
    return null;
  }
}

/** What goes wrong in one action is said, and the menu comes back. */
async function act(lesson: Lesson, name: string): Promise<void> {
  if (!(await wanted(name, lesson))) return;
  say(paint.dim(`   npm run lesson ${lesson.id} ${name}`));
  try {
    await runLessonCommand(lesson, name, []);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(`\n${paragraph(error.message, columns())}\n`);
  }
}

/** The keys, in as many lines as the width asks for. */
export const menuText = (width: number): string =>
  beside(
    MENU.map(([key, name]) => `${paint.bold.cyan(key)} ${name}`),
    width,
  );

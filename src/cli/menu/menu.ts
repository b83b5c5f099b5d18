import type { Lesson } from '../../course/lesson.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { openStepOf } from '../../progress/points.ts';
import { readProgress } from '../../progress/store.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { runLessonCommand } from '../lesson-command.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { confirm, pressKey } from '../terminal/questions.ts';
import { interactive, say } from '../terminal/terminal.ts';
import { commandOf, MENU_KEYS, menuText } from './menu-keys.ts';
import { overviewText, placeText } from './overview.ts';
import { pickLesson } from './pick-lesson.ts';

/** `NN`: the overview and, at a terminal, a menu of single keys. */
export async function open(first: Lesson): Promise<number> {
  if (!interactive()) {
    say(overviewText(first, readProgress(), columns()));
    say(`   next   npm run lesson ${first.id} test\n   help   npm run lesson help\n`);
    return EXIT.ok;
  }
  let lesson = first;
  say(overviewText(lesson, readProgress(), columns()));
  for (;;) {
    const key = await pressKey(menuText(columns()), MENU_KEYS);
    if (key === null || key === 'q') return EXIT.ok;
    const command = commandOf(key);
    if (key === 'l')
      await interruptible(async () => {
        lesson = (await pickLesson(lesson)) ?? lesson;
      });
    if (command === null) say(overviewText(lesson, readProgress(), columns()));
    else {
      await interruptible(() => act(lesson, command));
      // The output of the command stays on the screen, so one line replaces the overview.
      say(placeText(lesson, readProgress(), columns()));
    }
  }
}

/** Runs one command. Its failure is printed, and the menu comes back. */
async function act(lesson: Lesson, name: string): Promise<void> {
  if (name === 'walkthrough' && !(await mayShowSolution(lesson))) return;
  say(paint.dim(`   npm run lesson ${lesson.id} ${name}`));
  try {
    await runLessonCommand(lesson, name, []);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(`\n${paragraph(error.message, columns())}\n`);
  }
}

/** A walkthrough shows the code of steps that may still be open. */
async function mayShowSolution(lesson: Lesson): Promise<boolean> {
  if (openStepOf(readProgress(), lesson) === null) return true;
  return confirm('A walkthrough shows the code of every step, and you have steps to write. Begin?');
}

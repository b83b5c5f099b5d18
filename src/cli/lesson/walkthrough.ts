import type { Lesson } from '../../course/lesson.ts';
import { stepsOf } from '../../stage/walk.ts';
import { interactive, say } from '../terminal/terminal.ts';
import { playAll } from '../walkthrough/auto.ts';
import { bigPages } from '../walkthrough/big-pages.ts';
import { wishOf } from '../walkthrough/options.ts';
import { longPages } from '../walkthrough/pages.ts';

/** `NN walkthrough [STEP] [big] [auto [mistake NAME]] | web [PORT]`: the lesson for a class. Predict, run, reveal. */
export async function walkthrough(lesson: Lesson, args: readonly string[]): Promise<number> {
  if (args.includes('web')) return (await import('./projector.ts')).projector(lesson, await stepsOf(lesson), args);
  const wish = wishOf(lesson, args);
  const steps = await stepsOf(lesson);
  const first = wish.first(steps.length);
  if (wish.auto) return playAll(lesson, steps, { first: first ?? 0, mistake: wish.mistake });
  if (!interactive()) {
    say('Nobody is here to press keys, so everything is played without stopping.');
    return playAll(lesson, steps, { first: first ?? 0 });
  }
  const { Presentation } = await import('../walkthrough/presentation.ts');
  return new Presentation(lesson, steps, wish.big ? bigPages : longPages).run(first);
}

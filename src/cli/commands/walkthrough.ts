import type { Lesson } from '../../lab/lesson.ts';
import { stepsOf } from '../../lab/walk.ts';
import { bigPages } from '../big-pages.ts';
import { interactive, say } from '../terminal.ts';
import { playAll } from '../walk-auto.ts';
import { longPages } from '../walk-pages.ts';
import { wishOf } from '../walk-wish.ts';

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
  const { Presentation } = await import('../walk-present.ts');
  return new Presentation(lesson, steps, wish.big ? bigPages : longPages).run(first);
}

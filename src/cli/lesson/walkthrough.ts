import type { Lesson } from '../../course/lesson.ts';
import { stepsOf } from '../../stage/walk.ts';
import { interactive, say } from '../terminal/terminal.ts';
import { playAll } from '../walkthrough/auto.ts';
import { bigPages } from '../walkthrough/big-pages.ts';
import { walkthroughOptions } from '../walkthrough/options.ts';
import { longPages } from '../walkthrough/pages.ts';

/** `NN walkthrough [STEP] [big] [auto [mistake NAME]] | web [PORT]`: the lesson for a class. Predict, run, reveal. */
export async function walkthrough(lesson: Lesson, args: readonly string[]): Promise<number> {
  if (args.includes('web')) return (await import('./projector.ts')).projector(lesson, await stepsOf(lesson), args);
  const options = walkthroughOptions(lesson, args);
  const steps = await stepsOf(lesson);
  const first = options.first(steps.length);
  if (options.auto) return playAll(lesson, steps, { first: first ?? 0, mistake: options.mistake });
  if (!interactive()) {
    say('Without a terminal to read keys, every step is played without stopping.');
    return playAll(lesson, steps, { first: first ?? 0 });
  }
  const { Presentation } = await import('../walkthrough/presentation.ts');
  return new Presentation(lesson, steps, options.big ? bigPages : longPages).run(first);
}

import type { Lesson } from '../../course/lesson.ts';
import type { WalkStep } from '../../stage/scene.ts';
import { withoutCode } from '../../stage/shown-code.ts';
import { stepsOf } from '../../stage/walk.ts';
import { interactive, say } from '../terminal/terminal.ts';
import { playAll } from '../walkthrough/auto.ts';
import { bigPages } from '../walkthrough/big-pages.ts';
import { walkthroughOptions } from '../walkthrough/options.ts';
import { longPages } from '../walkthrough/pages.ts';

/**
 * `NN walkthrough [nocode] [STEP] [big] [auto [mistake NAME]] | web [PORT]`: the lesson for a class. Predict, run, reveal.
 * `nocode` is for a class before its deadline: the skeleton's code in place of the reference's.
 */
export async function walkthrough(lesson: Lesson, args: readonly string[]): Promise<number> {
  const words = args.filter((arg) => arg !== 'nocode');
  const shown = (steps: readonly WalkStep[]): readonly WalkStep[] =>
    words.length < args.length ? withoutCode(steps) : steps;
  if (words.includes('web'))
    return (await import('./projector.ts')).projector(lesson, shown(await stepsOf(lesson)), words);
  const options = walkthroughOptions(lesson, words);
  const steps = shown(await stepsOf(lesson));
  const first = options.first(steps.length);
  if (options.auto) return playAll(lesson, steps, { first: first ?? 0, mistake: options.mistake });
  if (!interactive()) {
    say('Without a terminal to read keys, every step is played without stopping.');
    return playAll(lesson, steps, { first: first ?? 0 });
  }
  const { Presentation } = await import('../walkthrough/presentation.ts');
  return new Presentation(lesson, steps, options.big ? bigPages : longPages).run(first);
}

import type { Lesson } from '../../course/lesson.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { mistakeNamed } from '../../stage/walk.ts';

export interface WalkthroughOptions {
  readonly auto: boolean;
  readonly big: boolean;
  /** The known mistake to make in the reference. */
  readonly mistake: string | undefined;
  /** The index of the step to begin at; null when none was named. */
  first(count: number): number | null;
}

export function walkthroughOptions(lesson: Lesson, args: readonly string[]): WalkthroughOptions {
  const words = [...args];
  const at = words.indexOf('mistake');
  const named = at < 0 ? undefined : (words.splice(at, 2)[1] ?? '');
  const number = words.find((word) => /^\d+$/.test(word));
  const other = words.find((word) => word !== number && word !== 'auto' && word !== 'big');
  if (other !== undefined) {
    throw new Stop(
      `walkthrough knows "auto", "big", "nocode", "web", "mistake NAME" and the number of a step, and not "${other}".`,
      EXIT.usage,
    );
  }
  const auto = words.includes('auto');
  if (named !== undefined && !auto)
    throw new Stop('A mistake is played with auto: walkthrough auto mistake NAME.', EXIT.usage);
  return {
    auto,
    big: words.includes('big'),
    mistake: named === undefined ? undefined : mistakeNamed(lesson, named),
    first: (count) => indexOf(lesson, number, count),
  };
}

function indexOf(lesson: Lesson, number: string | undefined, count: number): number | null {
  if (number === undefined) return null;
  const index = Number(number) - 1;
  if (index >= 0 && index < count) return index;
  throw new Stop(`The walkthrough of lesson ${lesson.id} has ${count} steps: ${number} is none of them.`, EXIT.usage);
}

import { planReset } from '../../course/files/reset.ts';
import type { Lesson } from '../../course/lesson.ts';
import { updateProgress } from '../../progress/store.ts';
import { namedStep } from '../lesson/hint.ts';
import { change } from './change.ts';

/** `NN reset [step] [yes]`: back to the skeleton; the version before it is kept. */
export async function reset(lesson: Lesson, args: readonly string[]): Promise<number> {
  const named = args.find((arg) => arg !== 'yes');
  const step = named === undefined ? null : namedStep(lesson, named);
  const what = step === null ? `lesson ${lesson.id}` : `step ${step.id}`;
  return change(lesson, planReset(lesson, step), args, {
    nothing: `${what[0]?.toUpperCase()}${what.slice(1)} is the skeleton already.`,
    question: `Back to the skeleton of ${what}? Your version is kept.`,
    done: 'back to the skeleton',
    command: ['reset', ...(step === null ? [] : [step.id])],
    also: () =>
      updateProgress((progress) => {
        for (const { key } of step === null ? lesson.steps : [step]) {
          delete progress.steps[key];
          delete progress.hints[key];
          delete progress.last[key];
        }
      }),
  });
}

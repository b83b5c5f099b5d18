import { planSolve } from '../../course/files/solve.ts';
import type { Lesson, Step } from '../../course/lesson.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { namedStep } from '../lesson/hint.ts';
import { change } from './change.ts';

/** `NN solve [step | until step] [yes]`: replaces the learner's code by the reference, and keeps it. */
export async function solve(lesson: Lesson, args: readonly string[]): Promise<number> {
  const words = args.filter((arg) => arg !== 'yes');
  const until = words[0] === 'until';
  const named = until ? words[1] : words[0];
  if (until && named === undefined) throw new Stop(`Until which step? solve until ${lesson.steps[0]?.id}`, EXIT.usage);
  const step = named === undefined ? null : namedStep(lesson, named);
  const steps: readonly Step[] | null =
    step === null ? null : until ? lesson.steps.slice(0, lesson.steps.indexOf(step) + 1) : [step];
  const what = step === null ? `lesson ${lesson.id}` : `${until ? 'all steps until' : 'step'} ${step.id}`;
  return change(lesson, planSolve(lesson, steps), args, {
    nothing: `Your ${what} is the reference already.`,
    question: `Put the reference in the place of your ${what}? Your version is kept.`,
    done: 'as the reference has it',
    command: ['solve', ...words],
  });
}

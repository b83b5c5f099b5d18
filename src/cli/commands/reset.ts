import { relative } from 'node:path';
import { PROJECT } from '../../kit/project.ts';
import type { Lesson, Step } from '../../lab/lesson.ts';
import { updateProgress } from '../../lab/progress.ts';
import { applyReset, planReset } from '../../lab/reset.ts';
import { EXIT, Stop } from '../../lab/stop.ts';
import { interactive, say } from '../terminal.ts';
import { namedStep } from './hint.ts';

/** `NN reset [step] [yes]`: back to the skeleton; the version before it is kept. */
export async function reset(lesson: Lesson, args: readonly string[]): Promise<number> {
  const sure = args.includes('yes');
  const named = args.find((arg) => arg !== 'yes');
  const step = named === undefined ? null : namedStep(lesson, named);
  const what = step === null ? `lesson ${lesson.id}` : `step ${step.id}`;
  const plan = planReset(lesson, step);
  if (plan.length === 0) {
    say(`${what[0]?.toUpperCase()}${what.slice(1)} is the skeleton already.`);
    return EXIT.ok;
  }
  const files = plan.map(({ file }) => file).join(', ');
  if (!sure && !(await confirmed(`Back to the skeleton of ${what}? What you have is kept.`, lesson, step))) {
    say('Nothing was changed.');
    return EXIT.failed;
  }
  const kept = applyReset(lesson, plan);
  updateProgress((progress) => {
    for (const { key } of step === null ? lesson.steps : [step]) {
      delete progress.steps[key];
      delete progress.hints[key];
      delete progress.last[key];
    }
  });
  say(`${files}: back to the skeleton.`);
  if (kept.length > 0) say('What you had is kept as');
  for (const path of kept) say(`  ${relative(PROJECT, path)}`);
  return EXIT.ok;
}

async function confirmed(question: string, lesson: Lesson, step: Step | null): Promise<boolean> {
  if (!interactive()) {
    const words = ['npm run lesson', lesson.id, 'reset', ...(step === null ? [] : [step.id]), 'yes'].join(' ');
    throw new Stop(`This changes your files, and nobody is here to be asked: ${words}`, EXIT.usage);
  }
  return (await import('../prompts.ts')).confirm(question);
}

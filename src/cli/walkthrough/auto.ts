import type { Lesson } from '../../course/lesson.ts';
import { EXIT } from '../../host/stop.ts';
import type { WalkStep } from '../../stage/scene.ts';
import { Take } from '../../stage/take.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { ending } from '../terminal/interrupt.ts';
import { say } from '../terminal/terminal.ts';
import { claimText, toldText } from './stage-view.ts';
import { provesText, questionProblem, questionText, verdictText } from './view.ts';

interface Red {
  readonly number: number;
  readonly title: string;
  readonly claim: string;
}

/** Plays all steps from `first` on without stopping. Fails if a claim does not hold. */
export async function playAll(
  lesson: Lesson,
  steps: readonly WalkStep[],
  { first = 0, mistake }: { first?: number; mistake?: string | undefined } = {},
): Promise<number> {
  const red: Red[] = [];
  for (const [index, step] of steps.entries()) {
    if (index < first) continue;
    say(questionText(step, { lesson, index, count: steps.length }, columns()));
    const problem = questionProblem(step);
    if (problem !== null) say(claimText(false, problem, columns()));
    say(verdictText(step, null));
    const claims = [...(problem === null ? [] : [problem]), ...(await play(lesson, step, mistake))];
    red.push(...claims.map((claim) => ({ number: index + 1, title: step.title, claim })));
  }
  say(summary(red));
  return red.length === 0 ? EXIT.ok : EXIT.failed;
}

async function play(lesson: Lesson, step: WalkStep, mistake: string | undefined): Promise<string[]> {
  const take = new Take(lesson, step, {
    mistake,
    onTold: (told) => {
      if (told !== null) say(toldText(told, columns()));
    },
  });
  await ending(
    () => take.end(),
    () => take.settled,
  );
  say(provesText(step, columns()));
  return take.red;
}

function summary(red: readonly Red[]): string {
  if (red.length === 0) return ' Every claim holds.';
  const lines = red.map(({ number, title, claim }) =>
    paragraph(`${title}: ${claim}`, columns(), 6).replace(/^ {6}/, `   ${number}  `),
  );
  return [` ${red.length} ${red.length === 1 ? 'claim does' : 'claims do'} not hold:`, '', ...lines].join('\n');
}

import type { Lesson } from '../lab/lesson.ts';
import type { WalkStep } from '../lab/scene.ts';
import { EXIT } from '../lab/stop.ts';
import { Take } from '../lab/take.ts';
import { ending } from './interrupt.ts';
import { toldText } from './stage-view.ts';
import { columns, say } from './terminal.ts';
import { choicesText, keyOf, type Place, provesText, questionText, verdictText } from './walk-view.ts';

const FORWARD = ['right', 'space', 'return'];

/** Step by step, for a class: a question, a key, what happens. */
export async function present(lesson: Lesson, steps: readonly WalkStep[], first: number | null): Promise<number> {
  for (let index = first ?? 0; index < steps.length; ) {
    const step = steps[index];
    if (step === undefined) break;
    clear();
    const move = await presentStep(lesson, step, { lesson, index, count: steps.length });
    if (move === 'quit') return EXIT.ok;
    index = Math.max(0, index + (move === 'back' ? -1 : 1));
  }
  return EXIT.ok;
}

async function presentStep(lesson: Lesson, step: WalkStep, place: Place): Promise<'forward' | 'back' | 'quit'> {
  const { pressKey } = await import('./prompts.ts');
  const keys = step.predict.choices.map(keyOf);
  say(questionText(step, place, columns()));
  const key = await pressKey(`\n${choicesText(step)}`, [...keys, 'space', 'left', 'right', 'q']);
  if (key === 'left') return 'back';
  if (key === 'right') return 'forward';
  if (key === null || key === 'q') return 'quit';
  say(`\n${verdictText(step, key === 'space' ? null : keys.indexOf(key))}`);
  const take = new Take(lesson, step, {
    onTold: (told) => {
      if (told !== null) say(toldText(told, columns()));
    },
  });
  await ending(
    () => take.end(),
    () => take.settled,
  );
  say(provesText(step, columns()));
  const last = place.index + 1 === place.count;
  const after = await pressKey(`   ← back   → ${last ? 'end' : 'next'}   q quit`, [...FORWARD, 'left', 'q']);
  if (after === null || after === 'q') return 'quit';
  return after === 'left' ? 'back' : 'forward';
}

/** A new page; what was on the one before stays in the scrollback. */
const clear = (): void => void process.stdout.write('\x1b[2J\x1b[H');

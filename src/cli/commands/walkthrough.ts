import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Lesson } from '../../lab/lesson.ts';
import { folderName, hasSolution, solutionDir } from '../../lab/registry.ts';
import type { WalkStep } from '../../lab/scene.ts';
import { EXIT, Stop } from '../../lab/stop.ts';
import { ending } from '../interrupt.ts';
import { claimText, terminalAudience } from '../stage-view.ts';
import { columns, interactive, say } from '../terminal.ts';
import {
  choicesText,
  keyOf,
  type Place,
  provesText,
  questionProblem,
  questionText,
  verdictText,
} from '../walk-view.ts';

/** `NN walkthrough [auto | web [PORT]]`: the lesson for a class. Predict, run, reveal. */
export async function walkthrough(lesson: Lesson, args: readonly string[]): Promise<number> {
  if (args.includes('web')) return (await import('./projector.ts')).projector(lesson, await stepsOf(lesson), args);
  const other = args.find((arg) => arg !== 'auto');
  if (other !== undefined) throw new Stop(`walkthrough knows "auto" and not "${other}".`, EXIT.usage);
  const steps = await stepsOf(lesson);
  if (args.includes('auto')) return playAll(lesson, steps);
  if (interactive()) return present(lesson, steps);
  say('Nobody is here to press keys, so everything is played without stopping.');
  return playAll(lesson, steps);
}

async function stepsOf(lesson: Lesson): Promise<readonly WalkStep[]> {
  if (!hasSolution(lesson)) {
    throw new Stop(`The walkthrough plays on the reference, and solutions/${folderName(lesson)} is not here.`);
  }
  const path = join(solutionDir(lesson), 'walkthrough.ts');
  if (!existsSync(path)) throw new Stop(`Lesson ${lesson.id} has no walkthrough yet.`);
  return ((await import(pathToFileURL(path).href)) as { steps: readonly WalkStep[] }).steps;
}

/** Everything in order, without stopping. Fails when a claim does not hold. */
async function playAll(lesson: Lesson, steps: readonly WalkStep[]): Promise<number> {
  let failed = 0;
  for (const [index, step] of steps.entries()) {
    say(questionText(step, { lesson, index, count: steps.length }, columns()));
    const problem = questionProblem(step);
    if (problem !== null) say(claimText(false, `step ${index + 1}: ${problem}`));
    say(verdictText(step, null));
    failed += (await play(lesson, step)) + (problem === null ? 0 : 1);
  }
  say(failed === 0 ? ' Every claim holds.' : ` ${failed} ${failed === 1 ? 'claim does' : 'claims do'} not hold.`);
  return failed === 0 ? EXIT.ok : EXIT.failed;
}

/** Plays one step on a stage of its own; returns how many claims did not hold. */
async function play(lesson: Lesson, step: WalkStep): Promise<number> {
  const { Stage } = await import('../../lab/stage.ts');
  const stage = new Stage(lesson, terminalAudience);
  await ending(
    () => stage.end(),
    () => stage.play(step),
  );
  say(provesText(step, columns()));
  return stage.failed;
}

const FORWARD = ['right', 'space', 'return'];

async function present(lesson: Lesson, steps: readonly WalkStep[]): Promise<number> {
  for (let index = 0; index < steps.length; ) {
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
  const { pressKey } = await import('../prompts.ts');
  const keys = step.predict.choices.map(keyOf);
  say(questionText(step, place, columns()));
  const key = await pressKey(`\n${choicesText(step)}`, [...keys, 'space', 'left', 'right', 'q']);
  if (key === 'left') return 'back';
  if (key === 'right') return 'forward';
  if (key === null || key === 'q') return 'quit';
  say(`\n${verdictText(step, key === 'space' ? null : keys.indexOf(key))}`);
  await play(lesson, step);
  const last = place.index + 1 === place.count;
  const after = await pressKey(`   ← back   → ${last ? 'end' : 'next'}   q quit`, [...FORWARD, 'left', 'q']);
  if (after === null || after === 'q') return 'quit';
  return after === 'left' ? 'back' : 'forward';
}

/** A new page; what was on the one before stays in the scrollback. */
const clear = (): void => void process.stdout.write('\x1b[2J\x1b[H');

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson, Step } from './lesson.ts';
import { lessonDir } from './registry.ts';

/** The kinds of a step's hints, in order. */
export const KINDS = ['Idea', 'Call', 'Shape'] as const;

const STEP = /^## (\d\d\.\d+)\b/;
const HINT = /^### /;

/** The hints of a step, in Markdown, from the lesson's hints.md: a heading for each step, and below it one for each hint. */
export const hintsOf = (lesson: Lesson, step: Step): readonly string[] => hintsIn(hintsText(lesson)).get(step.id) ?? [];

export const hintsText = (lesson: Lesson): string => readFileSync(join(lessonDir(lesson), 'hints.md'), 'utf8');

/** All hints of a hints.md, by the id of their step. */
export function hintsIn(text: string): ReadonlyMap<string, readonly string[]> {
  const hints = new Map<string, string[]>();
  let own: string[] | undefined;
  for (const line of text.split('\n')) {
    const step = STEP.exec(line)?.[1];
    if (step !== undefined) {
      own = [];
      hints.set(step, own);
    } else if (HINT.test(line)) own?.push('');
    else if (own !== undefined && own.length > 0) own[own.length - 1] += `${line}\n`;
  }
  for (const [step, texts] of hints)
    hints.set(
      step,
      texts.map((hint) => hint.trim()),
    );
  return hints;
}

/** A hints.md with only the first hints of each step. */
export function firstHints(text: string, count: number): string {
  let number = 0;
  return text
    .split('\n')
    .filter((line) => {
      if (STEP.test(line)) number = 0;
      else if (HINT.test(line)) number++;
      return number <= count;
    })
    .join('\n');
}

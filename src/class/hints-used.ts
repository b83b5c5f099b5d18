import { lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Lesson } from '../course/lesson.ts';
import type { Submission } from './submissions.ts';

/** The number of hints that a step has shown, as the submission says. */
export interface HintsUsed {
  readonly step: string;
  readonly hints: number;
}

const MAX_BYTES = 200_000;
const MOST = 9;

/**
 * The hints that a learner has asked for, from .lab/progress.json of their copy. It is their file: nothing in it is trusted, and what makes
 * no sense is left out. Null where there is none.
 */
export function hintsUsed({ lessons }: Submission, lesson: Lesson): HintsUsed[] | null {
  const counts = lessons === null ? null : countsIn(join(dirname(lessons), '.lab', 'progress.json'));
  if (counts === null) return null;
  return lesson.steps.flatMap(({ id, key }) => {
    const hints = Object.hasOwn(counts, key) ? counts[key] : undefined;
    return Number.isInteger(hints) && Number(hints) > 0 && Number(hints) <= MOST
      ? [{ step: id, hints: Number(hints) }]
      : [];
  });
}

function countsIn(path: string): Record<string, unknown> | null {
  try {
    const { size } = lstatSync(path);
    if (!lstatSync(path).isFile() || !lstatSync(dirname(path)).isDirectory() || size > MAX_BYTES) return null;
    const { hints } = JSON.parse(readFileSync(path, 'utf8')) as { hints?: unknown };
    return typeof hints === 'object' && hints !== null ? (hints as Record<string, unknown>) : null;
  } catch {
    return null; // there is none, or it is damaged
  }
}

export const hintsText = (used: readonly HintsUsed[]): string =>
  `Hints, as the copy says: ${used.length === 0 ? 'none' : used.map(({ step, hints }) => `${step} ${hints}`).join(', ')}.`;

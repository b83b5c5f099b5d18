import type { Lesson, Step } from '../course/lesson.ts';
import { diagnosisOf } from '../course/registry.ts';
import type { LastFailure, Progress } from './store.ts';

/** The answer of `hint`: each time one step further. */
type Nudge =
  | { readonly kind: 'question'; readonly slug: string; readonly name: string; readonly question: string }
  | { readonly kind: 'hint'; readonly number: number; readonly of: number; readonly text: string }
  | { readonly kind: 'none' };

/** The next nudge for a step, recorded in `progress`: first the question of a recognised mistake, then the hints in order. */
export function nextNudge(progress: Progress, lesson: Lesson, step: Step, hints: readonly string[]): Nudge {
  const seen = progress.last[step.key];
  const diagnosis = seen === undefined || seen.told ? null : diagnosisOf(lesson, seen.looksLike);
  if (seen?.looksLike !== undefined && diagnosis !== null) {
    progress.last[step.key] = { ...seen, told: true };
    return { kind: 'question', slug: seen.looksLike, name: diagnosis.name, question: diagnosis.question };
  }
  const shown = shownHints(progress, step, hints);
  const text = hints[shown];
  if (text === undefined) return { kind: 'none' };
  progress.hints[step.key] = shown + 1;
  return { kind: 'hint', number: shown + 1, of: hints.length, text };
}

/** The failure of a step in the last grading; null when there is none on record. */
export function lastSeen(
  progress: Progress,
  step: Step,
): Required<Pick<LastFailure, 'title' | 'expected' | 'saw'>> | null {
  const { title, expected, saw } = progress.last[step.key] ?? {};
  return title === undefined || expected === undefined || saw === undefined ? null : { title, expected, saw };
}

/** The number of hints of a step that have been shown. */
export const shownHints = (progress: Progress, step: Step, hints: readonly string[]): number =>
  Math.min(progress.hints[step.key] ?? 0, hints.length);

/** The visible range of time, in milliseconds. */
export interface View {
  readonly from: number;
  readonly to: number;
}

const SHORTEST_MS = 0.01;

/** The full range. Pictures side by side share the latest end, so they have one scale. */
export const wholeOf = (ends: readonly number[]): View => ({ from: 0, to: Math.max(...ends) * 1.02 || SHORTEST_MS });

/** Zooms by a factor below 1 (nearer) or above it, and keeps `at` where it is. */
export function zoomed(view: View, factor: number, at: number, whole: View): View {
  const span = Math.min(Math.max((view.to - view.from) * factor, SHORTEST_MS), whole.to - whole.from);
  const share = (at - view.from) / (view.to - view.from);
  return moved({ from: at - span * share, to: at + span * (1 - share) }, 0, whole);
}

/** Moves by some milliseconds, never out of the whole. */
export function moved(view: View, by: number, whole: View): View {
  const span = view.to - view.from;
  const from = Math.min(Math.max(view.from + by, whole.from), whole.to - span);
  return { from, to: from + span };
}

/** Moves until a moment is visible: to the middle if it was not. */
export function showing(view: View, at: number, whole: View): View {
  const span = view.to - view.from;
  const margin = span * 0.1;
  if (at >= view.from + margin && at <= view.to - margin) return view;
  return moved({ from: at - span / 2, to: at + span / 2 }, 0, whole);
}

/** Round distances for the time axis: 1, 2 or 5 of a power of ten. */
export function tickStep(view: View, most: number): number {
  const least = (view.to - view.from) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= least) ?? 10 * power;
}

/** Binary search in ascending numbers: the index of the first that is at least `least`, from `start` on. */
export function firstAtOrAfter(numbers: ArrayLike<number>, least: number, start = 0): number {
  let low = start;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

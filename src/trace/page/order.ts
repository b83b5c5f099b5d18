import type { Columns } from './columns.ts';
import { firstAtOrAfter } from './view.ts';

/** The event that is chosen, by its lane and place there. */
export interface Choice {
  readonly lane: number;
  readonly index: number;
}

/**
 * The number of events of a lane up to and including `choice`, in the order of all events: by begin, then by lane. Binary search
 * in each lane replaces a sorted list of all events.
 */
function upTo({ lanes }: Columns, choice: Choice, lane: number): number {
  if (lane === choice.lane) return choice.index + 1;
  const begin = lanes[lane]?.begin as Float64Array;
  const at = lanes[choice.lane]?.begin[choice.index] as number;
  let index = firstAtOrAfter(begin, at);
  if (lane < choice.lane) while (begin[index] === at) index++;
  return index;
}

/** Its place among all events, from 1 on. */
export const placeOf = (columns: Columns, choice: Choice): number =>
  columns.lanes.reduce((sum, _, lane) => sum + upTo(columns, choice, lane), 0);

/** The next event of all lanes; null at the end. Without a choice the first. */
export function following(columns: Columns, choice: Choice | null): Choice | null {
  let best: Choice | null = null;
  let bestAt = Number.POSITIVE_INFINITY;
  for (const [lane, { begin }] of columns.lanes.entries()) {
    const index = choice === null ? 0 : upTo(columns, choice, lane);
    const at = begin[index];
    if (at === undefined || at >= bestAt) continue;
    best = { lane, index };
    bestAt = at;
  }
  return best;
}

/** The one before; null at the beginning. Without a choice the last. */
export function preceding(columns: Columns, choice: Choice | null): Choice | null {
  let best: Choice | null = null;
  let bestAt = Number.NEGATIVE_INFINITY;
  for (const [lane, { begin }] of columns.lanes.entries()) {
    const own = lane === choice?.lane ? 2 : 1;
    const index = (choice === null ? begin.length : upTo(columns, choice, lane)) - own;
    const at = begin[index];
    if (at === undefined || at < bestAt) continue;
    best = { lane, index };
    bestAt = at;
  }
  return best;
}

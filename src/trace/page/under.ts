import { type ColumnLane, type Columns, STATE } from './columns.ts';
import { AXIS_HEIGHT, type Frame, LABEL_WIDTH, laneHeight, timeAt } from './draw.ts';
import type { Choice } from './order.ts';
import { firstAtOrAfter } from './view.ts';

/** The reach of the pointer, in pixels. */
const NEAR = 4;

const isMark = ({ state }: ColumnLane, index: number): boolean =>
  ((state[index] as number) & STATE.kind) === STATE.mark;

/** The event at a place of the picture; null where there is none. */
export function eventUnder(
  columns: Columns,
  frame: Pick<Frame, 'view' | 'width'>,
  x: number,
  y: number,
): Choice | null {
  const index = Math.floor((y - AXIS_HEIGHT) / laneHeight(columns.lanes.length));
  const lane = columns.lanes[index];
  if (lane === undefined || x < LABEL_WIDTH) return null;
  const at = timeAt(x, frame);
  const slack = timeAt(x + NEAR, frame) - at;
  let best: number | null = null;
  for (let i = firstAtOrAfter(lane.reach, at - slack); i < lane.begin.length; i++) {
    const begin = lane.begin[i] as number;
    if (begin > at + slack) break;
    // The call under the pointer wins over its neighbours, and a mark over the call around it, because it is thin.
    if ((lane.end[i] as number) >= at - slack && (best === null || begin <= at || isMark(lane, i))) best = i;
  }
  return best === null ? null : { lane: index, index: best };
}

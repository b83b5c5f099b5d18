import { ARROWS } from '../arrow-kinds.ts';
import { type Columns, STATE } from './columns.ts';
import { type Choice, placeOf } from './order.ts';

/** An event as one line of text. */
export function describe(columns: Columns, choice: Choice): string {
  const lane = columns.lanes[choice.lane] as Columns['lanes'][number];
  const begin = lane.begin[choice.index] as number;
  const state = lane.state[choice.index] as number;
  const open = (state & STATE.open) !== 0;
  const took = open ? 'it has not returned' : `${((lane.end[choice.index] as number) - begin).toFixed(3)} ms`;
  const kind = state & STATE.kind;
  const asleep = open ? ', asleep: ' : ', asleep for ';
  const how = kind === STATE.mark ? '' : `${kind === STATE.blocked ? asleep : ', '}${took}`;
  const place = `${placeOf(columns, choice)} of ${columns.count}`;
  const text = columns.texts[lane.text[choice.index] as number];
  return [place, `${begin.toFixed(3)} ms`, lane.label, `${text}${how}`, ...arrowsAt(columns, choice)].join('   ');
}

/** The labels of the arrows at an event, each with the thread at the other end. */
function arrowsAt({ arrows, lanes }: Columns, { lane, index }: Choice): string[] {
  return arrows.flatMap(({ kind, from, to, fromEvent, toEvent }) => {
    const said: string[] = [];
    if (from === lane && fromEvent.includes(index)) said.push(`→ ${ARROWS[kind].out} ${lanes[to]?.label}`);
    if (to === lane && toEvent.includes(index)) said.push(`← ${ARROWS[kind].in} ${lanes[from]?.label}`);
    return said;
  });
}

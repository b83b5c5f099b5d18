import { ARROW_KINDS } from './arrow-kinds.ts';
import type { Lane, Trace } from './model.ts';
import { type PackedLane, type PackedTrace, TICKS_PER_MS } from './packed.ts';
import { Texts } from './texts.ts';

const ticks = (ms: number): number => Math.round(ms * TICKS_PER_MS);

export function pack(trace: Trace): PackedTrace {
  const texts = new Texts();
  const lanes = trace.lanes.map((lane) => packLane(lane, texts));
  const arrows = trace.arrows.flatMap(({ kind, from, to }) => [
    ARROW_KINDS.indexOf(kind),
    ...[from, to].flatMap(({ lane, event, at }) => [lane, event, ticks(at)]),
  ]);
  const { names, lines, nameOf, markOf } = texts;
  return { end: ticks(trace.end), dropped: trace.dropped, names, texts: lines, nameOf, markOf, lanes, arrows };
}

function packLane({ pid, tid, program, events }: Lane, texts: Texts): PackedLane {
  let before = 0;
  const after = events.map(({ begin }) => {
    const at = ticks(begin);
    const gap = at - before;
    before = at;
    return gap;
  });
  const took = events.map(({ begin, end }) => (end === null ? -1 : ticks(end) - ticks(begin)));
  return { pid, tid, program, after, took, text: events.map((event) => texts.indexOf(event)) };
}

import { ARROW_KINDS, type ArrowKind } from '../arrow-kinds.ts';
import { BLOCKED_MS, laneName, NEVER_SLEEPS } from '../model.ts';
import { type PackedLane, type PackedTrace, TICKS_PER_MS } from '../packed.ts';

/** A trace in the page: arrays of numbers that can be searched and drawn without making an object for each event. */
export interface Columns {
  readonly lanes: readonly ColumnLane[];
  readonly arrows: readonly ArrowGroup[];
  /** In milliseconds, as all times from here on. */
  readonly end: number;
  readonly count: number;
  readonly texts: readonly string[];
  readonly names: readonly string[];
  /** The name of each text, by index. */
  readonly nameOf: readonly number[];
}

export interface ColumnLane {
  readonly label: string;
  readonly begin: Float64Array;
  readonly end: Float64Array;
  /** The latest end so far. It never falls, so a binary search finds the events that ended before a moment. */
  readonly reach: Float64Array;
  readonly state: Uint8Array;
  readonly text: readonly number[];
  /** Marks, and calls of a signal handler within another call: they are drawn on top. */
  readonly over: readonly number[];
}

/** The kind of an event as a number. */
export const STATE = { runs: 0, blocked: 1, mark: 2, kind: 3, open: 4 } as const;

/** Arrows of one kind between the same two lanes, by when they leave. */
export interface ArrowGroup {
  readonly kind: ArrowKind;
  readonly from: number;
  readonly to: number;
  readonly leaves: readonly number[];
  readonly arrives: readonly number[];
  readonly fromEvent: readonly number[];
  readonly toEvent: readonly number[];
  /** The latest arrival so far. */
  readonly reach: Float64Array;
}

export function unpack(trace: PackedTrace): Columns {
  const { texts, names, nameOf } = trace;
  const end = trace.end / TICKS_PER_MS;
  const sleeps = nameOf.map((name, text) => trace.markOf[text] === 0 && !NEVER_SLEEPS.has(names[name] as string));
  const lanes = trace.lanes.map((lane) => unpackLane(lane, trace, sleeps, end));
  const count = lanes.reduce((sum, { begin }) => sum + begin.length, 0);
  return { lanes, arrows: groups(trace.arrows), end, count, texts, names, nameOf };
}

function unpackLane(lane: PackedLane, trace: PackedTrace, sleeps: readonly boolean[], traceEnd: number): ColumnLane {
  const count = lane.text.length;
  const begin = new Float64Array(count);
  const end = new Float64Array(count);
  const state = new Uint8Array(count);
  const over: number[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  let at = 0;
  for (let i = 0; i < count; i++) {
    at += lane.after[i] as number;
    const took = lane.took[i] as number;
    const text = lane.text[i] as number;
    const open = took < 0;
    const asleep = (sleeps[text] as boolean) && (open || took >= BLOCKED_MS * TICKS_PER_MS);
    begin[i] = at / TICKS_PER_MS;
    end[i] = open ? (asleep ? traceEnd : at / TICKS_PER_MS) : (at + took) / TICKS_PER_MS;
    const mark = trace.markOf[text] === 1;
    state[i] = (mark ? STATE.mark : asleep ? STATE.blocked : STATE.runs) + (open ? STATE.open : 0);
    if (mark || (begin[i] as number) < latest) over.push(i);
    latest = Math.max(latest, end[i] as number);
  }
  return { label: laneName(lane), begin, end, reach: reachOf(end), state, text: lane.text, over };
}

function reachOf(ends: ArrayLike<number>): Float64Array {
  const reach = new Float64Array(ends.length);
  for (let i = 0, latest = Number.NEGATIVE_INFINITY; i < ends.length; i++) {
    latest = Math.max(latest, ends[i] as number);
    reach[i] = latest;
  }
  return reach;
}

function groups(arrows: readonly number[]): ArrowGroup[] {
  const known = new Map<string, number[][]>();
  for (let i = 0; i < arrows.length; i += 7) {
    const [kind, from, , , to] = arrows.slice(i, i + 7);
    const key = `${kind} ${from} ${to}`;
    const rows = known.get(key) ?? [];
    rows.push(arrows.slice(i, i + 7));
    known.set(key, rows);
  }
  return [...known.values()].map((rows) => {
    const column = (at: number, scale = 1): number[] => rows.map((row) => (row[at] as number) / scale);
    const [kind = 0, from = 0, , , to = 0] = rows[0] as number[];
    const arrives = column(6, TICKS_PER_MS);
    return {
      kind: ARROW_KINDS[kind] as ArrowKind,
      from,
      to,
      leaves: column(3, TICKS_PER_MS),
      arrives,
      fromEvent: column(2),
      toEvent: column(5),
      reach: reachOf(arrives),
    };
  });
}

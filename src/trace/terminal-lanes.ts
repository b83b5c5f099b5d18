import { paint } from '../text/paint.ts';
import { ARROWS } from './arrow-kinds.ts';
import { isBlocked, isTold, type Lane, laneName, lastSeen, type Trace, type TraceEvent } from './model.ts';
import { eventText } from './text.ts';

/** The rows of a trace, and the number of rows that were left out. */
export interface LaneRows {
  readonly rows: readonly string[];
  readonly left: number;
}

/**
 * The swim lanes for a terminal: time goes down, a column is a thread, or several that live one after the other. `┃` is a
 * thread that runs, `┊` one that sleeps in a call; a blocked call has a line where it begins and one where it ends.
 */
export function laneRows(trace: Trace, width: number, most = Number.POSITIVE_INFINITY): LaneRows {
  const columns = placeLanes(trace.lanes, width);
  const sleeps = trace.lanes.map(({ events }) => events.filter(isBlocked));
  const rows = rowsOf(trace);
  const shown = rows.slice(0, most).map((row) => rowText({ lanes: trace.lanes, sleeps, columns }, row));
  return { rows: shown, left: rows.length - shown.length };
}

const TIME_WIDTH = 10;
const MIN_COLUMN = 12;
const MAX_COLUMN = 28;

interface Columns {
  readonly width: number;
  /** The width of all columns and of the free space to their right. */
  readonly room: number;
  /** The column of each lane. */
  readonly of: readonly number[];
}

/** A lane takes the first column that is free when it begins. Where there are too many lanes, the last ones share a column. */
function placeLanes(lanes: readonly Lane[], width: number): Columns {
  const most = Math.max(1, Math.floor((width - TIME_WIDTH) / MIN_COLUMN));
  const freeAt: number[] = [];
  const of = lanes.map((lane) => {
    const begin = lane.events[0]?.begin ?? 0;
    const free = freeAt.findIndex((at) => at < begin);
    const column = Math.min(free < 0 ? freeAt.length : free, most - 1);
    freeAt[column] = Math.max(freeAt[column] ?? 0, lastSeen(lane));
    return column;
  });
  const count = freeAt.length;
  const room = width - TIME_WIDTH;
  return { width: Math.min(MAX_COLUMN, Math.floor(room / count)), room, of };
}

interface Row {
  readonly lane: number;
  readonly at: number;
  readonly text: string;
  readonly style: 'name' | 'plain' | 'sleeps' | 'wakes' | 'mark';
}

/** The moments in order. Successive non-blocking calls of one lane share a moment. */
function rowsOf(trace: Trace): Row[] {
  const woken = new Map<string, string>();
  for (const { kind, from, to } of trace.arrows) {
    if (kind === 'wakes') woken.set(`${to.lane} ${to.event}`, laneName(trace.lanes[from.lane] as Lane));
  }
  const moments = trace.lanes
    .flatMap(({ events }, lane) =>
      events.flatMap((event, index) => (isTold(event) ? momentsOf(event, lane, woken.get(`${lane} ${index}`)) : [])),
    )
    .sort((a, b) => a.at - b.at);
  const rows: (Row & { readonly calls: string[] })[] = [];
  const named = new Set<number>();
  for (const moment of moments) {
    if (!named.has(moment.lane)) {
      const name = laneName(trace.lanes[moment.lane] as Lane);
      rows.push({ ...moment, style: 'name', calls: [name] });
    }
    named.add(moment.lane);
    const last = rows.at(-1);
    if (last?.lane === moment.lane && last.style === 'plain' && moment.style === 'plain') last.calls.push(moment.text);
    else rows.push({ ...moment, calls: [moment.text] });
  }
  return rows.map(({ calls, ...row }) => ({ ...row, text: counted(calls).join('  ') }));
}

/** Repeated calls with the same result are printed once, with their count: a spinning server makes thousands. */
function counted(calls: readonly string[]): string[] {
  const texts: string[] = [];
  let times = 0;
  for (const [i, call] of calls.entries()) {
    times++;
    if (calls[i + 1] === call) continue;
    texts.push(times === 1 ? call : `${call}  × ${times}`);
    times = 0;
  }
  return texts;
}

function momentsOf(event: TraceEvent, lane: number, wokenBy: string | undefined): Row[] {
  const text = eventText(event);
  if (event.kind === 'mark') return [{ lane, at: event.begin, text, style: 'mark' }];
  if (!isBlocked(event)) return [{ lane, at: event.begin, text, style: 'plain' }];
  const begins: Row = { lane, at: event.begin, text: `${event.name} sleeps`, style: 'sleeps' };
  if (event.end === null) return [begins];
  const why = wokenBy === undefined ? '' : `  ← ${ARROWS.wakes.in} ${wokenBy}`;
  return [begins, { lane, at: event.end, text: text + why, style: 'wakes' }];
}

interface Picture {
  readonly lanes: readonly Lane[];
  /** The blocked calls of each lane. */
  readonly sleeps: readonly (readonly TraceEvent[])[];
  readonly columns: Columns;
}

function rowText(picture: Picture, row: Row): string {
  const { columns } = picture;
  const own = columns.of[row.lane] ?? 0;
  const cells = Array.from({ length: own }, (_, column) => stateCell(picture, column, row.at)).join('');
  const [first = '', ...more] = folded(row.text, columns.room - columns.width * own - 1);
  const time = paint.dim(`${row.at.toFixed(2).padStart(TIME_WIDTH - 2)}  `);
  const below = more.map((text) => `${' '.repeat(TIME_WIDTH)}${cells}${styled(text, row.style)}`);
  return [time + cells + styled(first, row.style), ...below].join('\n');
}

/** Text may run over the columns to its right: they are empty at that moment. */
function folded(text: string, room: number): string[] {
  const lines: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const gap = rest.lastIndexOf('  ', room);
    const cut = rest.length <= room ? rest.length : gap > 0 ? gap : room;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return lines;
}

function stateCell({ lanes, sleeps, columns: { of, width } }: Picture, column: number, at: number): string {
  const alive = lanes.findIndex(
    (lane, index) => of[index] === column && (lane.events[0]?.begin ?? 0) <= at && lastSeen(lane) >= at,
  );
  if (alive < 0) return ' '.repeat(width);
  const last = lastBegun(sleeps[alive] ?? [], at);
  const asleep = last !== undefined && (last.end ?? Number.POSITIVE_INFINITY) >= at;
  return (asleep ? paint.dim('┊') : '┃') + ' '.repeat(width - 1);
}

/** The last call that had begun by a moment. */
function lastBegun(events: readonly TraceEvent[], at: number): TraceEvent | undefined {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle] as TraceEvent).begin <= at) low = middle + 1;
    else high = middle;
  }
  return events[low - 1];
}

function styled(text: string, style: Row['style']): string {
  switch (style) {
    case 'name':
      return paint.bold(text);
    case 'mark':
      return paint.yellow(text);
    case 'sleeps':
      return paint.dim(text);
    case 'wakes':
      return paint.cyan(text);
    case 'plain':
      return text;
  }
}

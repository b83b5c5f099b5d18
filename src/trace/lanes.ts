import { paint } from '../lab/render.ts';
import { isBlocked, type Lane, lastSeen, type Trace, type TraceEvent } from './model.ts';
import { eventText } from './text.ts';

/**
 * The swim lanes for a terminal: time goes down, a column is a thread, or several that live one after the other. `┃` is a
 * thread that runs, `┊` one that sleeps in a call; a blocked call has a line where it begins and one where it ends.
 */
export function laneRows(trace: Trace, width: number): string[] {
  const columns = placeLanes(trace.lanes, width);
  return rowsOf(trace).map((row) => rowText(trace, row, columns));
}

const TIME_WIDTH = 10;
const MIN_COLUMN = 12;
const MAX_COLUMN = 28;

interface Columns {
  readonly width: number;
  readonly count: number;
  /** The column of each lane. */
  readonly of: readonly number[];
}

/** A lane takes the first column that is free when it begins; when there are too many, the last ones share a column. */
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
  return { width: Math.min(MAX_COLUMN, Math.floor((width - TIME_WIDTH) / count)), count, of };
}

interface Row {
  readonly lane: number;
  readonly at: number;
  readonly text: string;
  readonly style: 'name' | 'plain' | 'sleeps' | 'wakes' | 'mark';
}

/** What happens one after the other. Calls that do not block stand together while nobody else does anything. */
function rowsOf(trace: Trace): Row[] {
  const moments = trace.lanes
    .flatMap(({ events }, lane) => events.filter(isTold).flatMap((event) => momentsOf(event, lane)))
    .sort((a, b) => a.at - b.at);
  const rows: (Row & { readonly calls: string[] })[] = [];
  const named = new Set<number>();
  for (const moment of moments) {
    if (!named.has(moment.lane)) {
      const name = nameOf(trace.lanes[moment.lane]);
      rows.push({ ...moment, style: 'name', calls: [name] });
    }
    named.add(moment.lane);
    const last = rows.at(-1);
    if (last?.lane === moment.lane && last.style === 'plain' && moment.style === 'plain') last.calls.push(moment.text);
    else rows.push({ ...moment, calls: [moment.text] });
  }
  return rows.map(({ calls, ...row }) => ({ ...row, text: counted(calls).join('  ') }));
}

/** The same call with the same result again and again is said once: a server that spins says it thousands of times. */
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

const nameOf = (lane: Lane | undefined): string =>
  lane?.pid === lane?.tid ? `${lane?.program.replace(/\.ts$/, '')} ${lane?.pid}` : `thread ${lane?.tid}`;

/** What every program does before its first line, and for its log, is no part of the story. */
const isTold = ({ kind, name, args }: TraceEvent): boolean =>
  kind === 'mark' || !(name === 'getpid' || (name === 'fcntl' && Number(args[0]) <= 2));

function momentsOf(event: TraceEvent, lane: number): Row[] {
  const text = eventText(event);
  if (event.kind === 'mark') return [{ lane, at: event.begin, text, style: 'mark' }];
  if (!isBlocked(event)) return [{ lane, at: event.begin, text, style: 'plain' }];
  const begins: Row = { lane, at: event.begin, text: `${event.name} sleeps`, style: 'sleeps' };
  return event.end === null ? [begins] : [begins, { lane, at: event.end, text, style: 'wakes' }];
}

function rowText(trace: Trace, row: Row, columns: Columns): string {
  const own = columns.of[row.lane] ?? 0;
  const cells = Array.from({ length: own }, (_, column) => stateCell(trace, column, row.at, columns)).join('');
  const [first = '', ...more] = folded(row.text, columns.width * (columns.count - own) - 1);
  const time = paint.dim(`${row.at.toFixed(2).padStart(TIME_WIDTH - 2)}  `);
  const below = more.map((text) => `${' '.repeat(TIME_WIDTH)}${cells}${styled(text, row.style)}`);
  return [time + cells + styled(first, row.style), ...below].join('\n');
}

/** Text may use the columns to the right of its own: nothing happens there at that moment. */
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

function stateCell({ lanes }: Trace, column: number, at: number, { of, width }: Columns): string {
  const alive = lanes.find(
    (lane, index) => of[index] === column && (lane.events[0]?.begin ?? 0) <= at && lastSeen(lane) >= at,
  );
  if (alive === undefined) return ' '.repeat(width);
  const sleeps = alive.events.some(
    (event) => isBlocked(event) && event.begin <= at && (event.end ?? Number.POSITIVE_INFINITY) >= at,
  );
  return (sleeps ? paint.dim('┊') : '┃') + ' '.repeat(width - 1);
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

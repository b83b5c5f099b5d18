import { eventsOf, isBlocked, isLog, isTold, type Trace } from './model.ts';

/** The differences between two runs of one scene. */
export interface Differences {
  readonly left: string;
  readonly right: string;
  readonly rows: readonly Difference[];
}

export interface Difference {
  readonly what: string;
  readonly left: string;
  readonly right: string;
}

/** Counts that differ between two runs. */
export function differences(left: string, leftTrace: Trace, right: string, rightTrace: Trace): Differences {
  const [a, b] = [tallyOf(leftTrace), tallyOf(rightTrace)];
  const counts = COUNTS.filter(([key]) => a[key] !== b[key]).map(([key, what]) => ({
    what,
    left: String(a[key]),
    right: String(b[key]),
  }));
  const names = [...new Set([...a.calls.keys(), ...b.calls.keys()])].sort();
  const calls = names
    .map((name) => ({ name, mine: a.calls.get(name) ?? NONE, other: b.calls.get(name) ?? NONE }))
    .filter(({ mine, other }) => differ(mine, other))
    .map(({ name, mine, other }) => ({ what: name, left: callText(mine), right: callText(other) }));
  return { left, right, rows: [...counts, ...calls] };
}

interface Calls {
  readonly count: number;
  readonly errors: number;
  readonly asleep: number;
}

interface Tally {
  readonly processes: number;
  readonly threads: number;
  readonly unreaped: number;
  readonly passed: number;
  readonly calls: ReadonlyMap<string, Calls>;
}

const COUNTS = [
  ['processes', 'processes'],
  ['threads', 'threads'],
  ['unreaped', 'children never reaped'],
  ['passed', 'descriptors passed'],
] as const;

const NONE: Calls = { count: 0, errors: 0, asleep: 0 };

function tallyOf(trace: Trace): Tally {
  const calls = new Map<string, Calls>();
  for (const { event } of eventsOf(trace.lanes, (event) => event.kind === 'call' && isTold(event))) {
    const name = isLog(event) ? 'log lines' : event.name;
    const { count, errors, asleep } = calls.get(name) ?? NONE;
    calls.set(name, {
      count: count + 1,
      errors: errors + (event.error === '' ? 0 : 1),
      asleep: asleep + (isBlocked(event) ? (event.end ?? trace.end) - event.begin : 0),
    });
  }
  return {
    processes: new Set(trace.lanes.map(({ pid }) => pid)).size,
    threads: trace.lanes.length,
    unreaped: unreapedIn(trace),
    passed: trace.arrows.filter(({ kind }) => kind === 'passed').length,
    calls,
  };
}

/** Children that ended and were never reaped. A child that was killed while asleep is not recognized as ended. */
function unreapedIn({ lanes }: Trace): number {
  const reaped = new Set(eventsOf(lanes, ({ name }) => name === 'reaps').map(({ event }) => event.args[0]));
  const made = eventsOf(lanes, ({ name, result }) => name === 'fork' && result > 0).map(({ event }) => event.result);
  return made.filter((pid) => {
    const last = lanes.find((lane) => lane.pid === pid)?.events.at(-1);
    return !reaped.has(pid) && !(last !== undefined && last.end === null && isBlocked(last));
  }).length;
}

/** Times vary between runs: a difference is a factor of two that is long enough to see. */
const MUCH_MS = 50;

const differ = (a: Calls, b: Calls): boolean =>
  a.count !== b.count ||
  a.errors !== b.errors ||
  (Math.max(a.asleep, b.asleep) > 2 * Math.min(a.asleep, b.asleep) && Math.abs(a.asleep - b.asleep) > MUCH_MS);

function callText({ count, errors, asleep }: Calls): string {
  if (count === 0) return '–';
  const parts = [
    `${count} ${count === 1 ? 'call' : 'calls'}`,
    ...(errors === 0 ? [] : [`${errors} ${errors === 1 ? 'error' : 'errors'}`]),
    ...(asleep === 0 ? [] : [`asleep ${asleep.toFixed(asleep < 10 ? 1 : 0)} ms`]),
  ];
  return parts.join(', ');
}

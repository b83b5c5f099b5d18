import type { Arrow, Lane, Point, TraceEvent } from './model.ts';

/** Pairs what left one lane with what came in another. */
export function arrowsOf(lanes: readonly Lane[]): Arrow[] {
  return [...forks(lanes), ...passed(lanes), ...signals(lanes), ...reaps(lanes)].sort((a, b) => a.from.at - b.from.at);
}

interface Found {
  readonly lane: number;
  readonly event: TraceEvent;
}

const all = (lanes: readonly Lane[], matches: (event: TraceEvent) => boolean): Found[] =>
  lanes.flatMap(({ events }, lane) => events.filter(matches).map((event) => ({ lane, event })));

const mark = (lanes: readonly Lane[], name: string): Found[] =>
  all(lanes, (event) => event.kind === 'mark' && event.name === name);

const laneOf = (lanes: readonly Lane[], pid: number): number => lanes.findIndex((lane) => lane.pid === pid);

const pointAt = ({ lane, event }: Found): Point => ({ lane, at: event.end ?? event.begin });

function forks(lanes: readonly Lane[]): Arrow[] {
  const made = all(lanes, ({ kind, name, result }) => kind === 'call' && name === 'fork' && result > 0);
  return made.flatMap(({ lane, event }) => {
    const child = laneOf(lanes, event.result);
    const first = lanes[child]?.events[0];
    if (first === undefined) return [];
    return [{ kind: 'fork' as const, from: { lane, at: event.begin }, to: { lane: child, at: first.begin } }];
  });
}

/** The same open file on both sides, in the order in which it was sent: the inode says so. */
function passed(lanes: readonly Lane[]): Arrow[] {
  const arrivals = mark(lanes, 'receives');
  const sent = mark(lanes, 'passes').sort((a, b) => a.event.begin - b.event.begin);
  return sent.flatMap((from) => {
    const at = arrivals.findIndex(({ event }) => event.args[1] === from.event.args[1]);
    const [to] = at < 0 ? [] : arrivals.splice(at, 1);
    return to === undefined ? [] : [{ kind: 'passed' as const, from: pointAt(from), to: pointAt(to) }];
  });
}

/** From kill(2) to the handler: signals of one kind that came before it ran are one. */
function signals(lanes: readonly Lane[]): Arrow[] {
  const handled = mark(lanes, 'signal').sort((a, b) => a.event.begin - b.event.begin);
  const sent = all(lanes, ({ kind, name, result }) => kind === 'call' && name === 'kill' && result === 0);
  return sent.flatMap((from) => {
    const [pid, signum] = from.event.args;
    const to = handled.find(
      ({ lane, event }) => lanes[lane]?.pid === pid && event.args[0] === signum && event.begin >= from.event.begin,
    );
    if (to === undefined) return [];
    return [{ kind: 'signal' as const, from: { lane: from.lane, at: from.event.begin }, to: pointAt(to) }];
  });
}

/** From a child's last moment to the parent's waitpid. */
function reaps(lanes: readonly Lane[]): Arrow[] {
  return mark(lanes, 'reaps').flatMap((to) => {
    const child = laneOf(lanes, Number(to.event.args[0]));
    const last = lanes[child]?.events.at(-1);
    if (last === undefined) return [];
    return [{ kind: 'reap' as const, from: { lane: child, at: last.end ?? last.begin }, to: pointAt(to) }];
  });
}

import { type Arrow, eventsOf, type Found, type Lane, type Point } from './model.ts';
import { wakes } from './wakes.ts';

/** Pairs events of one lane with the events of another that they caused. */
export function arrowsOf(lanes: readonly Lane[]): Arrow[] {
  const all = [...forks(lanes), ...passed(lanes), ...signals(lanes), ...wakes(lanes), ...reaps(lanes)];
  return all.sort((a, b) => a.from.at - b.from.at);
}

const mark = (lanes: readonly Lane[], name: string): Found[] =>
  eventsOf(lanes, (event) => event.kind === 'mark' && event.name === name);

const called = (lanes: readonly Lane[], name: string): Found[] =>
  eventsOf(lanes, (event) => event.kind === 'call' && event.name === name);

const laneOf = (lanes: readonly Lane[], pid: number): number => lanes.findIndex((lane) => lane.pid === pid);

const beginOf = ({ lane, index, event }: Found): Point => ({ lane, event: index, at: event.begin });

const pointAt = ({ lane, index, event }: Found): Point => ({ lane, event: index, at: event.end ?? event.begin });

function forks(lanes: readonly Lane[]): Arrow[] {
  return called(lanes, 'fork').flatMap((made) => {
    const child = made.event.result > 0 ? laneOf(lanes, made.event.result) : -1;
    const first = lanes[child]?.events[0];
    if (first === undefined) return [];
    return [{ kind: 'fork' as const, from: beginOf(made), to: { lane: child, event: 0, at: first.begin } }];
  });
}

/** From sendmsg to recvmsg of the same open file, matched by inode in the order of sending. */
function passed(lanes: readonly Lane[]): Arrow[] {
  const arrivals = mark(lanes, 'receives');
  const sent = mark(lanes, 'passes').sort((a, b) => a.event.begin - b.event.begin);
  return sent.flatMap((from) => {
    const at = arrivals.findIndex(({ event }) => event.args[1] === from.event.args[1]);
    const [to] = at < 0 ? [] : arrivals.splice(at, 1);
    return to === undefined ? [] : [{ kind: 'passed' as const, from: pointAt(from), to: pointAt(to) }];
  });
}

/** From kill(2) to the handler. Pending signals of one kind are delivered once. */
function signals(lanes: readonly Lane[]): Arrow[] {
  const handled = mark(lanes, 'signal').sort((a, b) => a.event.begin - b.event.begin);
  const sent = called(lanes, 'kill').filter(({ event }) => event.result === 0);
  return sent.flatMap((from) => {
    const [pid, signum] = from.event.args;
    const to = handled.find(
      ({ lane, event }) => lanes[lane]?.pid === pid && event.args[0] === signum && event.begin >= from.event.begin,
    );
    return to === undefined ? [] : [{ kind: 'signal' as const, from: beginOf(from), to: pointAt(to) }];
  });
}

/** From the last event of a child to the parent's waitpid. */
function reaps(lanes: readonly Lane[]): Arrow[] {
  return mark(lanes, 'reaps').flatMap((to) => {
    const child = laneOf(lanes, Number(to.event.args[0]));
    const events = lanes[child]?.events ?? [];
    const last = events.at(-1);
    if (last === undefined) return [];
    const from = { lane: child, event: events.length - 1, at: last.end ?? last.begin };
    return [{ kind: 'reap' as const, from, to: pointAt(to) }];
  });
}

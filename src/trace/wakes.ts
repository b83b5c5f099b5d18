import { inboxes } from './inboxes.ts';
import { type Arrow, eventsOf, isBlocked, type Lane } from './model.ts';

/** A call, by its lane and place there, that waits for something or that may end such waits. */
export interface Span {
  readonly lane: number;
  readonly index: number;
  readonly begin: number;
  /** Infinity: it has not returned. */
  readonly end: number;
}

/** A wait on one object. `told`: the thread slept, and the call returned because the object changed. */
export interface Sleep extends Span {
  readonly told: boolean;
}

export interface Waker extends Span {
  /** Wakes all sleepers, not one of them. */
  readonly all: boolean;
}

/**
 * Arrows from a call that ended a wait to that wait, only where the records prove it: see `paired`. A write to a descriptor
 * that was inherited, passed, or used by calls that are not followed has no arrow.
 */
export function wakes(lanes: readonly Lane[]): Arrow[] {
  const pairs = [...conditions(lanes), ...inboxes(lanes)].flatMap(({ sleeps, wakers }) => paired(sleeps, wakers));
  return pairs.map(([from, to]) => ({
    kind: 'wakes',
    from: { lane: from.lane, event: from.index, at: from.begin },
    to: { lane: to.lane, event: to.index, at: to.end },
  }));
}

/** The waits on one object, and the calls that may end them. */
export interface Meeting {
  readonly sleeps: Sleep[];
  readonly wakers: Waker[];
}

const COND = /^pthread_cond_(wait|timedwait|signal|broadcast)$/;

/**
 * Keyed by process and address. POSIX allows spurious wake-ups, but libc makes none: a wait that returned 0 was signalled.
 */
function conditions(lanes: readonly Lane[]): Meeting[] {
  const known = new Map<string, Meeting>();
  for (const { lane, index, event } of eventsOf(lanes, ({ name }) => name.startsWith('pthread_cond_'))) {
    const what = COND.exec(event.name)?.[1];
    const key = `${lanes[lane]?.pid} ${event.args[0]}`;
    const meeting = known.get(key) ?? { sleeps: [], wakers: [] };
    known.set(key, meeting);
    const span = { lane, index, begin: event.begin, end: event.end ?? Number.POSITIVE_INFINITY };
    if (what === 'signal' || what === 'broadcast') meeting.wakers.push({ ...span, all: what === 'broadcast' });
    else meeting.sleeps.push({ ...span, told: isBlocked(event) && event.end !== null && event.result === 0 });
  }
  return [...known.values()];
}

/**
 * Pairs wakers with sleepers. A waker ended a sleep if it is the only waker during that sleep, and
 * - it wakes all sleepers, or
 * - of the sleepers at that moment this one alone returned before the next waker.
 */
export function paired(sleeps: readonly Sleep[], wakers: readonly Waker[]): [Waker, Sleep][] {
  const order = [...wakers].sort((a, b) => a.begin - b.begin);
  let latest = Number.NEGATIVE_INFINITY;
  const reach = order.map(({ end }) => {
    latest = Math.max(latest, end);
    return latest;
  });
  const byLane = new Map<number, Sleep[]>();
  for (const sleep of sleeps) {
    const own = byLane.get(sleep.lane);
    if (own === undefined) byLane.set(sleep.lane, [sleep]);
    else own.push(sleep);
  }
  return sleeps.flatMap((sleep): [Waker, Sleep][] => {
    if (!sleep.told) return [];
    const at = firstAfter(order, sleep.begin);
    const only = order[at];
    const next = order[at + 1]?.begin ?? Number.POSITIVE_INFINITY;
    if (only === undefined || only.begin > sleep.end || sleep.end >= next) return [];
    if (at > 0 && (reach[at - 1] as number) >= sleep.begin) return []; // an earlier one was still in progress
    if (only.all) return [[only, sleep]];
    return rivalsOf(sleep, only, byLane).every(({ end }) => end >= next) ? [[only, sleep]] : [];
  });
}

/** The other sleepers at the moment of the waker. Sleeps of one thread do not overlap. */
function rivalsOf(sleep: Sleep, waker: Waker, byLane: ReadonlyMap<number, readonly Sleep[]>): Sleep[] {
  return [...byLane].flatMap(([lane, sleeps]) => {
    if (lane === sleep.lane) return [];
    const after = firstAfter(sleeps, waker.end);
    return sleeps.slice(Math.max(0, after - 2), after).filter(({ end }) => end >= waker.begin);
  });
}

/** The first call that began after a moment. */
function firstAfter(spans: readonly Span[], at: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).begin > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

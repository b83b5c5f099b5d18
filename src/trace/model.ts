import type { ArrowKind } from './arrow-kinds.ts';

/** A recorded run: the events of each thread of each process. Times are milliseconds since the first event. */
export interface Trace {
  readonly lanes: readonly Lane[];
  readonly arrows: readonly Arrow[];
  /** The time of the last event. */
  readonly end: number;
  /** Events that did not fit into their lanes, or were left out. */
  readonly dropped: number;
}

/** One thread. */
export interface Lane {
  readonly pid: number;
  readonly tid: number;
  readonly ppid: number;
  /** The program's file name; children of a fork have their parent's. */
  readonly program: string;
  readonly events: readonly TraceEvent[];
}

export interface TraceEvent {
  readonly kind: 'call' | 'mark';
  readonly name: string;
  readonly begin: number;
  /** null: it has not returned. The thread slept in it when the run, or the thread, ended. */
  readonly end: number | null;
  readonly args: readonly (number | string | null)[];
  readonly result: number;
  /** By name, or empty. */
  readonly error: string;
  /** The first bytes of its data. */
  readonly preview: string;
}

/** A cause in one lane with its effect in another: fork, reaping, a passed descriptor, a signal, a wake-up. */
export interface Arrow {
  readonly kind: ArrowKind;
  readonly from: Point;
  readonly to: Point;
}

/** A moment of an event, by lane and index in the lane. */
export interface Point {
  readonly lane: number;
  readonly event: number;
  readonly at: number;
}

/** A call of this length or more is shown as blocked: calls that do not sleep are far shorter. */
export const BLOCKED_MS = 0.5;

/** These calls take long, or never return, without sleeping. */
export const NEVER_SLEEPS: ReadonlySet<string> = new Set(['fork', '_exit', 'execve']);

export const isBlocked = (event: TraceEvent): boolean =>
  event.kind === 'call' &&
  !NEVER_SLEEPS.has(event.name) &&
  (event.end === null || event.end - event.begin >= BLOCKED_MS);

/** A line of a program's log. */
export const isLog = ({ name, args }: TraceEvent): boolean => name === 'write' && args[0] === 2;

/** Calls of the lab's own start-up and logging are left out. */
export const isTold = ({ kind, name, args }: TraceEvent): boolean =>
  kind === 'mark' || !(name === 'getpid' || (name === 'fcntl' && Number(args[0]) <= 2));

/** The end of a call. A call that never returned and does not sleep, such as _exit, has length 0. */
export const endOf = (event: TraceEvent, trace: Pick<Trace, 'end'>): number =>
  event.end ?? (isBlocked(event) ? trace.end : event.begin);

/** The end of a thread's last event; Infinity if it slept in a call at the end of the recording. */
export function lastSeen({ events }: Lane): number {
  const last = events.at(-1);
  if (last === undefined) return 0;
  return last.end ?? (isBlocked(last) ? Number.POSITIVE_INFINITY : last.begin);
}

export const laneName = ({ pid, tid, program }: Pick<Lane, 'pid' | 'tid' | 'program'>): string =>
  pid === tid ? `${program.replace(/\.ts$/, '')} ${pid}` : `thread ${tid}`;

export const eventCount = ({ lanes }: Trace): number => lanes.reduce((sum, { events }) => sum + events.length, 0);

/** An event with its lane and index. */
export interface Found {
  readonly lane: number;
  readonly index: number;
  readonly event: TraceEvent;
}

/** All events of some names, in the order of the lanes. */
export function eventsOf(lanes: readonly Lane[], wanted: (event: TraceEvent) => boolean): Found[] {
  const found: Found[] = [];
  for (const [lane, { events }] of lanes.entries()) {
    for (let index = 0; index < events.length; index++) {
      const event = events[index] as TraceEvent;
      if (wanted(event)) found.push({ lane, index, event });
    }
  }
  return found;
}

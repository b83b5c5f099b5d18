/** A recorded run: what each thread of each process did, and when. Times are milliseconds since the first event. */
export interface Trace {
  readonly lanes: readonly Lane[];
  readonly arrows: readonly Arrow[];
  /** When the last thing happened. */
  readonly end: number;
  /** Events that did not fit into their lanes, or were left out. */
  readonly dropped: number;
}

/** What the page gets: each event's line comes with it. */
export interface PageTrace extends Trace {
  readonly texts: readonly (readonly string[])[];
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

/** Something that goes from one lane to another: who made whom, what was passed, who woke whom. */
export interface Arrow {
  readonly kind: 'fork' | 'passed' | 'signal' | 'reap';
  readonly from: Point;
  readonly to: Point;
}

export interface Point {
  readonly lane: number;
  readonly at: number;
}

/** A call in which a thread sleeps so long is shown as blocked: far more than any call takes that does not. */
export const BLOCKED_MS = 0.5;

/** These take their time, or never return; nobody sleeps in them. */
const NEVER_SLEEPS = new Set(['fork', '_exit', 'execve']);

export const isBlocked = (event: TraceEvent): boolean =>
  event.kind === 'call' &&
  !NEVER_SLEEPS.has(event.name) &&
  (event.end === null || event.end - event.begin >= BLOCKED_MS);

/** When a call was over. One that never returned, and in which nobody sleeps, took no time that we know of. */
export const endOf = (event: TraceEvent, trace: Pick<Trace, 'end'>): number =>
  event.end ?? (isBlocked(event) ? trace.end : event.begin);

/** When a thread was last heard of; Infinity when it slept in a call at the end of the recording. */
export function lastSeen({ events }: Lane): number {
  const last = events.at(-1);
  if (last === undefined) return 0;
  return last.end ?? (isBlocked(last) ? Number.POSITIVE_INFINITY : last.begin);
}

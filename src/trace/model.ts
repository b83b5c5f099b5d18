import type { ArrowKind } from './arrow-kinds.ts';

/** A recorded run: what each thread of each process did, and when. Times are milliseconds since the first event. */
export interface Trace {
  readonly lanes: readonly Lane[];
  readonly arrows: readonly Arrow[];
  /** When the last thing happened. */
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

/** Something that goes from one lane to another: who made whom, what was passed, who woke whom. */
export interface Arrow {
  readonly kind: ArrowKind;
  readonly from: Point;
  readonly to: Point;
}

/** A moment of an event: by its lane, and its place there. */
export interface Point {
  readonly lane: number;
  readonly event: number;
  readonly at: number;
}

/** A call in which a thread sleeps so long is shown as blocked: far more than any call takes that does not. */
export const BLOCKED_MS = 0.5;

/** These take their time, or never return; nobody sleeps in them. */
export const NEVER_SLEEPS: ReadonlySet<string> = new Set(['fork', '_exit', 'execve']);

export const isBlocked = (event: TraceEvent): boolean =>
  event.kind === 'call' &&
  !NEVER_SLEEPS.has(event.name) &&
  (event.end === null || event.end - event.begin >= BLOCKED_MS);

/** A line of a program's log. */
export const isLog = ({ name, args }: TraceEvent): boolean => name === 'write' && args[0] === 2;

/** What every program does before its first line, and for its log, is no part of the story. */
export const isTold = ({ kind, name, args }: TraceEvent): boolean =>
  kind === 'mark' || !(name === 'getpid' || (name === 'fcntl' && Number(args[0]) <= 2));

/** When a call was over. One that never returned, and in which nobody sleeps, took no time that we know of. */
export const endOf = (event: TraceEvent, trace: Pick<Trace, 'end'>): number =>
  event.end ?? (isBlocked(event) ? trace.end : event.begin);

/** When a thread was last heard of; Infinity when it slept in a call at the end of the recording. */
export function lastSeen({ events }: Lane): number {
  const last = events.at(-1);
  if (last === undefined) return 0;
  return last.end ?? (isBlocked(last) ? Number.POSITIVE_INFINITY : last.begin);
}

export const laneName = ({ pid, tid, program }: Pick<Lane, 'pid' | 'tid' | 'program'>): string =>
  pid === tid ? `${program.replace(/\.ts$/, '')} ${pid}` : `thread ${tid}`;

export const eventCount = ({ lanes }: Trace): number => lanes.reduce((sum, { events }) => sum + events.length, 0);

/** An event, and where it stands. */
export interface Found {
  readonly lane: number;
  readonly index: number;
  readonly event: TraceEvent;
}

/** Every event that is looked for, in the order of the lanes. */
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

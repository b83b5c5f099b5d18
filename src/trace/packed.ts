/**
 * A trace as the page gets it: columns of small whole numbers instead of an object for each event, and every text once.
 * pack.ts makes it, page/columns.ts takes it apart.
 */
export interface PackedTrace {
  readonly end: number;
  readonly dropped: number;
  /** Names of calls and marks. */
  readonly names: readonly string[];
  /** What events say, each line once; its name, by index; whether it is a mark. */
  readonly texts: readonly string[];
  readonly nameOf: readonly number[];
  readonly markOf: readonly (0 | 1)[];
  readonly lanes: readonly PackedLane[];
  /** Seven numbers each: the kind, and lane, event and moment of both ends. */
  readonly arrows: readonly number[];
}

/** Times are ticks. */
export interface PackedLane {
  readonly pid: number;
  readonly tid: number;
  readonly program: string;
  /** The time since the begin of the event before. */
  readonly after: readonly number[];
  /** The duration; -1 if the call has not returned. */
  readonly took: readonly number[];
  /** Its line in `texts`. */
  readonly text: readonly number[];
}

/** A tenth of a microsecond: no call is faster. */
export const TICKS_PER_MS = 10_000;

/** The data of a page: one picture, or two to compare. */
export interface PageData {
  readonly pictures: readonly { readonly name: string; readonly trace: PackedTrace }[];
}

import type { Segment } from './decode.ts';

/** A moment between the segments: the states of the two ends. */
export interface States {
  readonly at: number;
  readonly left: string;
  readonly right: string;
}

/** The columns between the lanes of the two ends. */
const BETWEEN = 27;
const TIME = 8;

/**
 * The segments of one connection as arrows between the lanes of its ends, in 38 columns: the left lane is the end with the port `left`. A
 * segment that comes again was dropped: its arrow ends in an x.
 */
export function drawSegments(segments: readonly Segment[], left: number, states: readonly States[] = []): string[] {
  const origin = segments[0]?.at ?? 0;
  const lost = segments.map((segment, i) => segments.slice(i + 1).some((later) => isSame(segment, later)));
  const rows: { at: number; line: string }[] = segments.map((segment, i) => ({
    at: segment.at,
    line: time(segment.at - origin) + arrow(segment, segment.from === left, lost[i] === true),
  }));
  for (const { at, left: here, right: there } of states)
    rows.push({ at, line: time(at - origin) + here + there.padStart(BETWEEN + 2 - here.length) });
  return rows.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

/** The names of the two ends above their lanes. */
export const laneHeads = (left: string, right: string): string =>
  `${' '.repeat(TIME)}${left}${right.padStart(BETWEEN + 2 - left.length)}`;

const time = (ms: number): string => `${ms.toFixed(ms < 100 ? 2 : 0).padStart(TIME - 1)} `;

/** The same bytes, SYN or FIN once more; a SYN may come again with an ACK. An ACK alone may come twice for other reasons. */
const isSame = (a: Segment, b: Segment): boolean =>
  a.from === b.from &&
  a.seq === b.seq &&
  (a.length > 0
    ? b.length >= a.length
    : (['SYN', 'FIN'] as const).some((flag) => a.flags.includes(flag) && b.flags.includes(flag)));

function arrow(segment: Segment, toTheRight: boolean, lost: boolean): string {
  const text = ` ${segmentText(segment)} `;
  const dashes = BETWEEN - text.length - 1;
  const before = '-'.repeat(Math.max(1, dashes >> 1));
  const after = '-'.repeat(Math.max(1, dashes - (dashes >> 1)));
  const head = lost ? 'x' : toTheRight ? '>' : '<';
  return toTheRight ? `|${before}${text}${after}${head}|` : `|${head}${before}${text}${after}|`;
}

/** `SYN ACK`, `5 bytes`, `FIN ACK`: PSH says nothing, and ACK little beside data. */
function segmentText({ flags, length }: Segment): string {
  const named = flags.filter((flag) => flag !== 'PSH' && (flag !== 'ACK' || length === 0));
  const order = ['SYN', 'FIN', 'RST', 'ACK'] as const;
  return [...order.filter((flag) => named.includes(flag)), ...(length > 0 ? [`${length} bytes`] : [])].join(' ');
}

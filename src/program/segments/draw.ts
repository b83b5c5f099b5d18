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
 * The segments of one connection as arrows between the lanes of its ends, in 38 columns: the left lane is the end with the port `left`. The
 * arrow of a segment that was sent again later ends in an x. It was lost, or its sender had waited too long for the ACK.
 */
export function drawSegments(segments: readonly Segment[], left: number, states: readonly States[] = []): string[] {
  const origin = segments[0]?.at ?? 0;
  const again = sentAgain(segments);
  const rows: { at: number; line: string }[] = segments.map((segment, i) => ({
    at: segment.at,
    line: time(segment.at - origin) + arrow(segment, segment.from === left, again[i] === true),
  }));
  for (const { at, left: here, right: there } of states)
    rows.push({ at, line: time(at - origin) + here + there.padStart(BETWEEN + 2 - here.length) });
  return rows.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

/** The names of the two ends above their lanes. */
export const laneHeads = (left: string, right: string): string =>
  `${' '.repeat(TIME)}${left}${right.padStart(BETWEEN + 2 - left.length)}`;

const time = (ms: number): string => `${ms.toFixed(ms < 100 ? 2 : 0).padStart(TIME - 1)} `;

interface Later {
  readonly length: number;
  readonly flags: ReadonlySet<string>;
}

/** Which segments come again: the same bytes, SYN or FIN; a SYN may come with an ACK then. An ACK alone may come twice for other reasons. */
function sentAgain(segments: readonly Segment[]): boolean[] {
  const later = new Map<string, Later>();
  return segments
    .toReversed()
    .map(({ from, seq, length, flags }) => {
      const key = `${from} ${seq}`;
      const same = later.get(key) ?? { length: 0, flags: new Set() };
      later.set(key, { length: Math.max(same.length, length), flags: new Set([...same.flags, ...flags]) });
      if (length > 0) return same.length >= length;
      return ['SYN', 'FIN'].some((flag) => same.flags.has(flag) && flags.some((own) => own === flag));
    })
    .toReversed();
}

function arrow(segment: Segment, toTheRight: boolean, again: boolean): string {
  const text = ` ${segmentText(segment)} `;
  const dashes = BETWEEN - text.length - 1;
  const before = '-'.repeat(Math.max(1, dashes >> 1));
  const after = '-'.repeat(Math.max(1, dashes - (dashes >> 1)));
  const head = again ? 'x' : toTheRight ? '>' : '<';
  return toTheRight ? `|${before}${text}${after}${head}|` : `|${head}${before}${text}${after}|`;
}

/** `SYN ACK`, `5 bytes`, `FIN ACK`: PSH says nothing, and ACK little beside data. */
function segmentText({ flags, length }: Segment): string {
  const named = flags.filter((flag) => flag !== 'PSH' && (flag !== 'ACK' || length === 0));
  const order = ['SYN', 'FIN', 'RST', 'ACK'] as const;
  return [...order.filter((flag) => named.includes(flag)), ...(length > 0 ? [`${length} bytes`] : [])].join(' ');
}

/** The kinds of arrow: name, label at each end, and line style, which differs without colour too. */
export const ARROW_KINDS = ['fork', 'passed', 'signal', 'wakes', 'reap'] as const;

export type ArrowKind = (typeof ARROW_KINDS)[number];

interface ArrowStyle {
  readonly name: string;
  /** The label at the start, before the name of the other thread. */
  readonly out: string;
  /** The label at the end. */
  readonly in: string;
  /** Lengths of lines and gaps, in pixels. */
  readonly dash: readonly number[];
  readonly width: number;
}

export const ARROWS: Readonly<Record<ArrowKind, ArrowStyle>> = {
  fork: { name: 'fork', out: 'makes', in: 'made by', dash: [], width: 1.5 },
  passed: { name: 'descriptor passed', out: 'descriptor passed to', in: 'descriptor passed by', dash: [], width: 3 },
  signal: { name: 'signal', out: 'signal to', in: 'signal from', dash: [8, 4], width: 1.5 },
  wakes: { name: 'wake-up', out: 'wakes', in: 'woken by', dash: [2, 3], width: 1.5 },
  reap: { name: 'child reaped', out: 'reaped by', in: 'reaps', dash: [9, 3, 2, 3], width: 1.5 },
};

import type { BytesCompared } from './bytes.ts';

/** Why a check failed: what was expected, what was seen, and the kernel's evidence. */
export interface FindingDetails {
  readonly expected: string;
  readonly saw: string;
  /** Lines of evidence from the kernel. */
  readonly kernel?: readonly string[] | undefined;
  readonly bytes?: BytesCompared | undefined;
  /** The known mistake that the evidence points at, for example `one-wait`. */
  readonly looksLike?: string | undefined;
  /** True even where later steps are missing. */
  readonly decisive?: true;
}

/** A failed check, with the evidence that shows a learner why. */
export class Finding extends Error {
  override readonly name = 'Finding';
  readonly details: FindingDetails;

  constructor(details: FindingDetails) {
    super([`expected ${details.expected}; saw ${details.saw}`, ...(details.kernel ?? [])].join('\n  '));
    this.details = details;
  }
}

/** Throws a Finding unless `holds`. */
export function expect(holds: boolean, details: FindingDetails | (() => FindingDetails)): asserts holds {
  if (!holds) throw new Finding(typeof details === 'function' ? details() : details);
}

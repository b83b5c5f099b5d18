/** A small change of a reference, inside the region of a step. */
export interface Mutant {
  readonly file: string;
  readonly step: string;
  /** The line of the change, from 1, and its text. */
  readonly at: number;
  readonly line: string;
  /** The change in words: `< → <=`, `without: close(fd);`. */
  readonly change: string;
  /** The whole file with the change. */
  readonly text: string;
}

/** A mutant that behaves as the reference does, so that no test can tell: why, in one line. */
export interface SameProgram extends Pick<Mutant, 'file' | 'line' | 'change'> {
  readonly why: string;
  /** Where the same line and change also occur in another step. */
  readonly step?: string;
}

export const isSame = (mutant: Mutant, same: SameProgram): boolean =>
  mutant.file === same.file &&
  mutant.line === same.line &&
  mutant.change === same.change &&
  (same.step === undefined || mutant.step === same.step);

/** A step that a program said it is missing. */
export interface Missing {
  readonly step: string;
  /** What the step asks for, and where. */
  readonly text: string;
}

/** The first such line of a program's log; src/program/program.ts writes it. */
export function missingIn(log: readonly string[]): Missing | null {
  for (const line of log) {
    const [, step, text] = /^todo (\d\d\.\d+): (.*)$/.exec(line) ?? [];
    if (step !== undefined && text !== undefined) return { step, text };
  }
  return null;
}

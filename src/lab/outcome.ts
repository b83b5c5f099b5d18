import { writeFileSync } from 'node:fs';

export interface Failure {
  readonly name: string;
  /** The argument that makes the same command run it again, alone. */
  readonly again: string;
}

/** The numbers of a run. More may have failed than `failures` names, for not everything can be run again. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
}

/** Leaves the outcome of a command in the file that `LAB_OUTCOME` names, for the program that runs the command. */
export function leaveOutcome(outcome: Outcome): void {
  const path = process.env['LAB_OUTCOME'];
  if (path !== undefined) writeFileSync(path, JSON.stringify(outcome));
}

/** For programs that try a learner's functions in a process of their own, and tell the grader on standard output. */

/** A step that is not written yet is not a finding. */
export function unlessTodo(error: unknown): void {
  if ((error as { step?: string }).step !== undefined) throw error;
}

/**
 * Prints what was found, a line for each question. Errors have to reach the grader as they are: a step that is not written says
 * so on standard error. An error in the answer to a later question leaves that unanswered: it shall be asked alone.
 */
export function answering(find: () => unknown, ...later: readonly (() => unknown)[]): void {
  const answer = (question: () => unknown): boolean =>
    process.stdout.write(`${JSON.stringify({ problem: question() })}\n`);
  try {
    answer(find);
  } catch (error) {
    const { step, message, name } = error as { step?: string; message: string; name: string };
    process.stderr.write(
      step === undefined ? `${process.pid} died of ${name}: ${message}\n` : `todo ${step}: ${message}\n`,
    );
    process.exitCode = step === undefined ? 1 : 70;
    return;
  }
  try {
    for (const question of later) answer(question);
  } catch {} // the first question has its answer
}

/** For programs that check a learner's functions in a process of their own, and report on standard output. */
import { leaveNote, placeOf } from '../../src/program/notes.ts';
import { EXIT_TODO } from '../../src/program/program.ts';
import { Todo } from '../../src/program/todo.ts';

/** Throws the error again when it is a step that is not written yet: that is not a finding. */
export function unlessTodo(error: unknown): void {
  if (error instanceof Todo) throw error;
}

/**
 * Prints a line with the answer to each question. An error in the first question ends the program with a note for the
 * grader. An error in a later question leaves it unanswered: the grader will ask it alone.
 */
export function answering(find: () => unknown, ...later: readonly (() => unknown)[]): void {
  const answer = (question: () => unknown): boolean =>
    process.stdout.write(`${JSON.stringify({ problem: question() })}\n`);
  try {
    answer(find);
  } catch (error) {
    process.exitCode = error instanceof Todo ? EXIT_TODO : 1;
    if (!(error instanceof Error) || error instanceof Todo) return;
    leaveNote({ kind: 'died', pid: process.pid, error: error.name, message: error.message, place: placeOf(error) });
    process.stderr.write(`${process.pid} died of ${error.name}: ${error.message}\n`);
    return;
  }
  try {
    for (const question of later) answer(question);
  } catch {} // the grader has the first answer already
}

/** For programs that try a learner's functions in a process of their own, and tell the grader on standard output. */
import { leaveNote, placeOf } from '../../src/program/notes.ts';
import { EXIT_TODO } from '../../src/program/program.ts';
import { Todo } from '../../src/program/todo.ts';

/** A step that is not written yet is not a finding. */
export function unlessTodo(error: unknown): void {
  if (error instanceof Todo) throw error;
}

/**
 * Prints what was found, a line for each question. An error in the answer to the first question ends the program: a step that is not
 * written has left its note. An error in the answer to a later question leaves that unanswered: it will be asked alone.
 */
export function answering(find: () => unknown, ...later: readonly (() => unknown)[]): void {
  const answer = (question: () => unknown): boolean =>
    process.stdout.write(`${JSON.stringify({ problem: question() })}\n`);
  try {
    answer(find);
  } catch (error) {
    process.exitCode = error instanceof Todo ? EXIT_TODO : 1;
    if (!(error instanceof Error) || error instanceof Todo) return;
    leaveNote({ kind: 'died', error: error.name, message: error.message, place: placeOf(error) });
    process.stderr.write(`${process.pid} died of ${error.name}: ${error.message}\n`);
    return;
  }
  try {
    for (const question of later) answer(question);
  } catch {} // the first question has its answer
}

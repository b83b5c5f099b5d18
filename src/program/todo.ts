import { leaveNote, placeOf } from './notes.ts';

/** Thrown at a step that is not written yet. */
export class Todo extends Error {
  override readonly name = 'Todo';
  readonly step: string;

  constructor(step: string, task: string) {
    super(task);
    this.step = step;
  }
}

/** The first one reached, thrown again later: a `catch` that is not written either must not hide it. */
let first: Todo | undefined;

/**
 * Stands in place of a step's code. The program ends here and names the step. In a `catch` the caught error is passed on:
 * a programming error in an earlier step is thrown again, because the missing step would hide it.
 */
export function todo(step: string, task: string, caught?: unknown): never {
  if (caught instanceof TypeError || caught instanceof ReferenceError || caught instanceof RangeError) throw caught;
  if (first === undefined) {
    first = new Todo(step, task);
    // Noted here and not where the program ends: a learner's `catch` may swallow the error, and a thread ends elsewhere.
    leaveNote({ kind: 'todo', step, task, place: placeOf(first) });
  }
  throw first;
}

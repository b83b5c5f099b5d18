import { leaveNote, placeOf } from './notes.ts';

/** A step that is not written yet. */
export class Todo extends Error {
  override readonly name = 'Todo';
  readonly step: string;

  constructor(step: string, task: string) {
    super(task);
    this.step = step;
  }
}

/** The first one that was met: a `catch` that is not written either must not hide it. */
let first: Todo | undefined;

/**
 * Stands where a step's code belongs. The program ends here and says which step it is. In a `catch` it is given what was caught:
 * a slip of the pen in an earlier step is thrown again, because the missing step would hide it.
 */
export function todo(step: string, task: string, caught?: unknown): never {
  if (caught instanceof TypeError || caught instanceof ReferenceError || caught instanceof RangeError) throw caught;
  if (first === undefined) {
    first = new Todo(step, task);
    // Here and not where it ends the program: a learner's `catch` may swallow it, and a thread ends elsewhere.
    leaveNote({ kind: 'todo', step, task, place: placeOf(first) });
  }
  throw first;
}

/** A step that is not written yet. */
export class Todo extends Error {
  override readonly name = 'Todo';
  readonly step: string;

  constructor(step: string, what: string) {
    super(what);
    this.step = step;
  }
}

/** The first one that was met: a `catch` that is not written either must not hide it. */
let first: Todo | undefined;

/**
 * Stands where a step's code belongs. The program ends here and says which step it is. In a `catch` it is given what was caught:
 * a slip of the pen in an earlier step is thrown again, for the missing step would hide it.
 */
export function todo(step: string, what: string, caught?: unknown): never {
  if (caught instanceof TypeError || caught instanceof ReferenceError || caught instanceof RangeError) throw caught;
  first ??= new Todo(step, what);
  throw first;
}

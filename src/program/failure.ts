/** A failure of the program's task. The program ends with this one sentence and status 1. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
}

/** The program cannot do what it was asked to. It ends with this one sentence and status 1. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
}

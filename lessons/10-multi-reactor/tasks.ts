/** A task for another thread. Threads share no objects, so it is a record of numbers and a text. Nothing to do in this file. */

/** For the main thread: the loop `from` runs. */
export const READY = 1;
/** For a loop: the connection `fd` is yours; `number` is the client's port. */
export const ADOPT = 2;
/** For a worker: compute the request `number` of the connection `fd`. */
export const JOB = 3;
/** For a loop: the answer to the request `number` of the connection `fd`. */
export const ANSWER = 4;
/** For a loop: send what is pending, within `number` milliseconds, then end. */
export const FINISH = 5;
/** For a loop: end now. */
export const QUIT = 6;

export interface Task {
  readonly kind: number;
  /** The loop that it comes from, as an index. */
  readonly from: number;
  readonly fd: number;
  /** Tells the connection from others that have, had or will have the same descriptor. */
  readonly generation: number;
  readonly number: number;
  /** At most MOST_TEXT bytes of ASCII. */
  readonly text: string;
}

export const MOST_TEXT = 100;

/** A task with these parts, and nothing in the others. */
export const task = (kind: number, parts: Partial<Task> = {}): Task => ({
  kind,
  from: 0,
  fd: -1,
  generation: 0,
  number: 0,
  text: '',
  ...parts,
});

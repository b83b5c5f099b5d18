/** A bounded ring of tasks in shared memory. It locks nothing: its callers do. */
import { todo } from '#program';
import { MOST_TEXT, type Task } from './tasks.ts';

/** Words at the beginning: the place of the oldest task, and the number of tasks. */
const HEAD = 0;
const COUNT = 1;
const RING = 2;
/** Words of one task: five numbers, the length of the text, and its bytes. */
const LENGTH = 5;
const TEXT = 6;
const WORDS = TEXT + MOST_TEXT / 4;

export class Ring {
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  readonly capacity: number;

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
    this.#bytes = Buffer.from(memory);
    this.capacity = Math.floor((this.#words.length - RING) / WORDS);
  }

  static memoryFor(capacity: number): SharedArrayBuffer {
    return new SharedArrayBuffer(4 * (RING + capacity * WORDS));
  }

  get count(): number {
    return this.#word(COUNT);
  }

  get full(): boolean {
    return this.count === this.capacity;
  }

  #word(index: number): number {
    return this.#words[index] as number;
  }

  /** Puts a task behind the last one; false when there is no room. */
  put(task: Task): boolean {
    //#region 10.1
    // TODO 10.1: #store the task at the first free place, and count it in the word COUNT.
    //   - places have numbers from 0 to capacity - 1; HEAD is that of the oldest task
    //   - after the last place comes the first one again
    todo('10.1', '#store the task at the first free place, and count it in the word COUNT');
    //#endregion
  }

  /** Takes the oldest task out; null when there is none. */
  get(): Task | null {
    //#region 10.1
    // TODO 10.1: #load the task at HEAD, move HEAD on, and reduce COUNT by one.
    todo('10.1', '#load the task at HEAD, move HEAD on, and reduce COUNT by one');
    //#endregion
  }

  #store(place: number, { kind, from, fd, generation, number, text }: Task): void {
    const at = RING + place * WORDS;
    this.#words.set([kind, from, fd, generation, number, Math.min(text.length, MOST_TEXT)], at);
    this.#bytes.write(text, 4 * (at + TEXT), MOST_TEXT, 'latin1');
  }

  #load(place: number): Task {
    const at = RING + place * WORDS;
    const [kind = 0, from = 0, fd = 0, generation = 0, number = 0] = this.#words.subarray(at, at + LENGTH);
    const begin = 4 * (at + TEXT);
    const text = this.#bytes.toString('latin1', begin, begin + this.#word(at + LENGTH));
    return { kind, from, fd, generation, number, text };
  }
}

const HEAD_BYTES = 256 * 1024;
const TAIL_BYTES = 256 * 1024;

/** Text of which the beginning and the end are kept. What is left out of the middle is whole lines, and they are counted. */
export class KeptText {
  #head = '';
  #tail = '';
  #leftOut = 0;

  add(text: string): void {
    const room = this.#tail === '' && this.#leftOut === 0 ? Math.max(0, HEAD_BYTES - this.#head.length) : 0;
    this.#head += text.slice(0, room);
    this.#tail += text.slice(room);
    if (this.#tail.length > 2 * TAIL_BYTES) this.#shorten();
  }

  /** Leaves out the first lines of the tail. */
  #shorten(): void {
    // The head ends in a whole line first, or that line would be torn.
    if (this.#leftOut === 0 && !this.#head.endsWith('\n')) {
      const rest = this.#tail.indexOf('\n') + 1;
      this.#head += this.#tail.slice(0, rest);
      this.#tail = this.#tail.slice(rest);
    }
    const from = this.#tail.indexOf('\n', this.#tail.length - TAIL_BYTES) + 1;
    const out = this.#tail.slice(0, from);
    this.#leftOut += out.split('\n').length - 1;
    this.#tail = this.#tail.slice(from);
  }

  /** The beginning, and everything while nothing is left out. */
  get head(): string {
    return this.#leftOut === 0 ? this.#head + this.#tail : this.#head;
  }

  /** The end; empty while nothing is left out. */
  get tail(): string {
    return this.#leftOut === 0 ? '' : this.#tail;
  }

  /** How many lines between the two are left out. */
  get leftOut(): number {
    return this.#leftOut;
  }
}

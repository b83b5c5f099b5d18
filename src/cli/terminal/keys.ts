import { emitKeypressEvents } from 'node:readline';
import { interactive } from './terminal.ts';

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/**
 * Reads single keys without Enter, until `end`. The names are those of readline: `t`, `space`, `left`, `return`, `ctrl-d`.
 * Ctrl-C is a key as well, `ctrl-c`: a terminal in raw mode sends no signal for it. Without a terminal nothing is read.
 */
export class Keys {
  readonly #onKey: (name: string) => void;
  #fresh = false;
  /** Keys that were typed earlier have been read by then, and dropped. */
  readonly ready: Promise<void>;

  constructor(onKey: (name: string) => void) {
    this.#onKey = onKey;
    this.ready = this.#begin();
  }

  async #begin(): Promise<void> {
    if (!interactive()) return;
    emitKeypressEvents(process.stdin);
    process.stdin.setRawMode(true);
    process.stdin.on('keypress', this.#pressed);
    process.stdin.on('end', this.#ended);
    process.stdin.resume();
    await pollOnce();
    this.#fresh = true;
  }

  /** Restores the terminal. Keys that are pressed from now on stay in its buffer for the next reader. */
  end(): void {
    if (!interactive()) return;
    process.stdin.off('keypress', this.#pressed);
    process.stdin.off('end', this.#ended);
    process.stdin.setRawMode(false);
    process.stdin.pause();
  }

  readonly #pressed = (text: string | undefined, { name = text ?? '', ctrl }: Key): void => {
    const key = ctrl === true ? `ctrl-${name}` : name === 'enter' ? 'return' : name;
    if (this.#fresh || key === 'ctrl-c') this.#onKey(key);
  };

  readonly #ended = (): void => this.#onKey('ctrl-d');
}

/** The first setImmediate may run before the next poll(2) of the event loop; between the first and the second there is one. */
const pollOnce = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

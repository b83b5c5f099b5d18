import { emitKeypressEvents } from 'node:readline';
import { interactive } from './terminal.ts';

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** Keys as they are pressed, without Enter, until `end`. Nothing is read where nobody sits at a terminal. */
export class Keys {
  readonly #listener: (text: string | undefined, key: Key) => void;

  /** `ctrl-c` and `ctrl-d` are keys, too: in this mode the terminal makes no signal of them. */
  constructor(onKey: (name: string) => void) {
    this.#listener = (text, { name, ctrl }) => onKey(`${ctrl === true ? 'ctrl-' : ''}${name ?? text ?? ''}`);
    if (!interactive()) return;
    emitKeypressEvents(process.stdin);
    this.resume();
  }

  resume(): void {
    if (!interactive()) return;
    process.stdin.setRawMode(true);
    process.stdin.on('keypress', this.#listener);
    process.stdin.resume();
  }

  /** Gives the terminal back; what is typed now waits there for whoever reads next. */
  pause(): void {
    if (!interactive()) return;
    process.stdin.off('keypress', this.#listener);
    process.stdin.setRawMode(false);
    process.stdin.pause();
  }
}

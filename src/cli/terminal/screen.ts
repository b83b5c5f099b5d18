import { visibleLength } from '../../text/fold.ts';

/** A text and a line of keys below it. What only grows is written on, and not drawn anew: it neither flickers nor loses its top. */
export class Screen {
  #body = '';
  #footer = '';

  show(body: string, footer: string): void {
    if (this.#body === '' || !body.startsWith(this.#body)) {
      process.stdout.write(`\x1b[2J\x1b[H${body}${footer}`); // what was there before stays in the scrollback
    } else if (body !== this.#body || footer !== this.#footer) {
      process.stdout.write(`${erase(this.#footer)}${body.slice(this.#body.length)}${footer}`);
    }
    this.#body = body;
    this.#footer = footer;
  }

  /** Whatever is on the terminal now, it is drawn anew next time. */
  forget(): void {
    this.#body = '';
  }

  /** Takes the keys away, and leaves the text. */
  leave(): void {
    if (this.#body !== '') process.stdout.write(`${erase(this.#footer)}\n`);
    this.forget();
  }
}

/** The size of the terminal, asked anew each time; see columns(). */
export const windowSize = (): readonly [columns: number, rows: number] =>
  process.stdout.isTTY ? process.stdout.getWindowSize() : [80, 24];

/** Removes a text that stands at the cursor, and everything below it. */
export function erase(text: string): string {
  const [width] = windowSize();
  const rows = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleLength(line) / width)), 0);
  return `${rows > 1 ? `\x1b[${rows - 1}A` : ''}\r\x1b[J`;
}

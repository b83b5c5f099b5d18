import { visibleLength } from '../../text/fold.ts';

/** A text and a line of keys below it. A text that grows is continued, not redrawn: it neither flickers nor loses its top. */
export class Screen {
  #body = '';
  #footer = '';

  show(body: string, footer: string): void {
    if (this.#body === '' || !body.startsWith(this.#body)) {
      process.stdout.write(`\x1b[2J\x1b[H${body}${footer}`); // the text before it stays in the scrollback
    } else if (body !== this.#body || footer !== this.#footer) {
      process.stdout.write(`${erase(this.#footer)}${body.slice(this.#body.length)}${footer}`);
    }
    this.#body = body;
    this.#footer = footer;
  }

  /** The next text is drawn from the top. */
  forget(): void {
    this.#body = '';
  }

  /** Removes the keys and leaves the text. */
  leave(): void {
    if (this.#body !== '') process.stdout.write(`${erase(this.#footer)}\n`);
    this.forget();
  }
}

/** The present size of the terminal; see columns(). One that does not tell its size, as some serial lines, says 0. */
export function windowSize(): readonly [columns: number, rows: number] {
  const [width, height] = process.stdout.isTTY ? process.stdout.getWindowSize() : [0, 0];
  return [width > 0 ? width : 80, height > 0 ? height : 24];
}

/** Removes a text that stands at the cursor, and everything below it. */
export function erase(text: string): string {
  const [width] = windowSize();
  const rows = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleLength(line) / width)), 0);
  return `${rows > 1 ? `\x1b[${rows - 1}A` : ''}\r\x1b[J`;
}

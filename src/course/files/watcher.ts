import { existsSync, type FSWatcher, readFileSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Editors write a file in several steps: it is complete this long after the last event. */
const SETTLE_MS = 60;
/** How often the folder itself is looked at: git and archives may replace it, and inotify(7) stays with the old one. */
const LOOK_MS = 500;

/** Calls `onSave` when the text of one of some files in a folder has changed, however the editor writes it. */
export class Watcher {
  readonly #path: string;
  readonly #files: readonly string[];
  readonly #onSave: () => void;
  readonly #looks: NodeJS.Timeout;
  #watcher: FSWatcher | null = null;
  #folder = '';
  #texts: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string, files: readonly string[], onSave: () => void) {
    this.#path = path;
    this.#files = files;
    this.#onSave = onSave;
    this.#texts = this.#read();
    this.#look();
    this.#looks = setInterval(() => this.#look(), LOOK_MS);
  }

  /** Watches the folder that is there now. */
  #look(): void {
    const found = statSync(this.#path, { throwIfNoEntry: false });
    const folder = found === undefined ? '' : `${found.ino} ${found.birthtimeMs}`;
    if (folder === this.#folder) return;
    this.#folder = folder;
    this.#watcher?.close();
    // The folder and not the files: many editors replace the file.
    this.#watcher = folder === '' ? null : watch(this.#path, () => this.#changed());
    this.#changed();
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const texts = this.#read();
      if (texts === this.#texts) return;
      this.#texts = texts;
      this.#onSave();
    }, SETTLE_MS);
  }

  #read(): string {
    const paths = this.#files.map((file) => join(this.#path, file));
    return JSON.stringify(paths.map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)));
  }

  end(): void {
    clearInterval(this.#looks);
    clearTimeout(this.#timer);
    this.#watcher?.close();
  }
}

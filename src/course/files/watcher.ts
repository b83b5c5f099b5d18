import { existsSync, type FSWatcher, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../lesson.ts';
import { lessonDir } from '../registry.ts';

/** Editors write a file in several steps: it is complete this long after the last event. */
const SETTLE_MS = 60;

/** Calls `onSave` when the text of one of the lesson's files has changed, however the editor writes it. */
export class Watcher {
  readonly #lesson: Lesson;
  readonly #watcher: FSWatcher;
  #texts: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(lesson: Lesson, onSave: () => void) {
    this.#lesson = lesson;
    this.#texts = this.#read();
    // The folder and not the files: many editors replace the file.
    this.#watcher = watch(lessonDir(lesson), () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        const texts = this.#read();
        if (texts === this.#texts) return;
        this.#texts = texts;
        onSave();
      }, SETTLE_MS);
    });
  }

  #read(): string {
    const paths = this.#lesson.files.map((file) => join(lessonDir(this.#lesson), file));
    return JSON.stringify(paths.map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)));
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#watcher.close();
  }
}

import type { Lesson } from '../../course/lesson.ts';
import { makeScratch, removeScratch } from '../../host/scratch.ts';
import type { LaunchOptions } from '../../kit/process/launch.ts';
import { readTrace } from '../../trace/read.ts';
import { say } from '../terminal/terminal.ts';
import { showTrace } from './view.ts';

/** The trace of a learner's program: recorded while it runs, drawn after its end. */
export class Recording {
  readonly #folder = makeScratch();
  readonly #lesson: Lesson;
  readonly #file: string;
  #shown: Promise<void> | null = null;

  constructor(lesson: Lesson, file: string) {
    this.#lesson = lesson;
    this.#file = file;
  }

  /** The launch options that turn the trace on. */
  get launch(): Pick<LaunchOptions, 'env'> {
    return { env: { LAB_TRACE: this.#folder } };
  }

  /** Draws the trace, once. */
  show(): Promise<void> {
    this.#shown ??= this.#show();
    return this.#shown;
  }

  async #show(): Promise<void> {
    const trace = readTrace(this.#folder);
    removeScratch(this.#folder);
    const { id } = this.#lesson;
    if (trace.lanes.length === 0) say(' The program made no system call through #sys.');
    else {
      const title = `${this.#file}, my own`;
      await showTrace(
        { lesson: this.#lesson, title, file: `${id}-mine`, all: false, more: 'the page has them' },
        trace,
      );
    }
  }
}

import type { Lesson } from '../../course/lesson.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { keepPlace, placeIn } from '../../progress/class-place.ts';
import { readProgress } from '../../progress/store.ts';
import { keyOf, type WalkStep } from '../../stage/scene.ts';
import { Take } from '../../stage/take.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { ending } from '../terminal/interrupt.ts';
import { Keys } from '../terminal/keys.ts';
import { Screen } from '../terminal/screen.ts';
import type { Layout, Page, Played } from './pages.ts';

const FORWARD = ['right', 'space', 'return', 'pagedown']; // a presenter's remote control sends the last
const BACK = ['left', 'backspace', 'pageup'];

/** A walkthrough controlled by keys. Leaving a step while it plays ends its programs. */
export class Presentation {
  readonly #lesson: Lesson;
  readonly #steps: readonly WalkStep[];
  readonly #layout: Layout;
  readonly #screen = new Screen();
  readonly #played = new Map<number, Played>();
  readonly #leaving: Promise<void>[] = [];
  #index = 0;
  #page = 0;
  #problem: string | null = null;
  #events: string[] = [];
  #wake: () => void = () => {};

  constructor(lesson: Lesson, steps: readonly WalkStep[], layout: Layout) {
    this.#lesson = lesson;
    this.#steps = steps;
    this.#layout = layout;
  }

  /** Begins at the step with this index; with null, asks whether to continue at the last place. */
  async run(first: number | null): Promise<number> {
    const happens = (event: string): void => {
      this.#events.push(event);
      this.#wake();
    };
    const resized = (): void => happens('resized');
    const keys = new Keys(happens);
    process.stdout.on('resize', resized);
    const leave = async (): Promise<void> => {
      process.stdout.off('resize', resized);
      keys.end();
      this.#screen.leave();
      await Promise.all([...this.#leaving, ...[...this.#played.values()].map(({ take }) => take.end())]);
    };
    const status = await ending(leave, async () => (await this.#begin(first)) ?? (await this.#present()));
    if (this.#problem !== null) process.stderr.write(`${this.#problem}\n`);
    return status;
  }

  async #present(): Promise<number> {
    for (;;) {
      this.#draw();
      const status = this.#act(await this.#next());
      if (status !== null) return status;
    }
  }

  async #next(): Promise<string> {
    while (this.#events.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#events.shift() ?? '';
  }

  /** Asks where to begin if there is a last place; returns a status if the answer is to quit. */
  async #begin(first: number | null): Promise<number | null> {
    const count = this.#steps.length;
    const place = first === null ? placeIn(readProgress(), this.#lesson, count) : null;
    if (place === null) {
      this.#enter(first ?? 0);
      return null;
    }
    for (;;) {
      const title = this.#steps[place]?.title ?? '';
      const body = `\n${paragraph(`Lesson ${this.#lesson.id}: your class was at step ${place + 1} of ${count}, "${title}".`, columns())}\n\n`;
      this.#screen.show(body, `   c continue at ${place + 1}/${count}\n   b from the beginning\n   q quit`);
      const event = await this.#next();
      const status = leaves(event);
      if (status !== null) return status;
      if (event === 'resized') this.#screen.forget();
      if (event === 'c' || event === 'b' || FORWARD.includes(event)) {
        this.#enter(event === 'b' ? 0 : place);
        return null;
      }
    }
  }

  #pages(index: number = this.#index): readonly Page[] {
    const place = { lesson: this.#lesson, index, count: this.#steps.length };
    return this.#layout(this.#step(index), place, this.#played.get(index) ?? null);
  }

  #step(index: number = this.#index): WalkStep {
    const step = this.#steps[index];
    if (step === undefined) throw new Error(`there is no step ${index + 1}`);
    return step;
  }

  #draw(): void {
    const pages = this.#pages();
    this.#page = Math.min(this.#page, pages.length - 1); // a larger window has fewer pages
    const page = pages[this.#page];
    if (page !== undefined) this.#screen.show(page.body, page.footer);
  }

  /** Handles a key; returns a status if it ends the walkthrough. */
  #act(event: string): number | null {
    const status = leaves(event);
    if (status !== null) return status;
    if (event === 'resized') this.#screen.forget();
    const choice = this.#step().predict.choices.map(keyOf).indexOf(event);
    if (this.#pages()[this.#page]?.kind === 'question' && choice >= 0) this.#reveal(choice);
    else if (FORWARD.includes(event)) return this.#forward(event);
    else if (BACK.includes(event)) this.#back();
    else if (event === 'down') return this.#goTo(this.#index + 1);
    else if (event === 'up') return this.#goTo(Math.max(0, this.#index - 1));
    else if (event === 'r' && this.#played.has(this.#index)) this.#again();
    return null;
  }

  #forward(key: string): number | null {
    const pages = this.#pages();
    const played = this.#played.get(this.#index);
    if (this.#page + 1 < pages.length) this.#page++;
    else if (played === undefined) this.#reveal(null);
    else if (played.take.over) return this.#goTo(this.#index + 1);
    // Only the arrow leaves a step that plays: one space too many must not end it.
    else if (key === 'right' && pages[this.#page]?.kind !== 'waiting') return this.#goTo(this.#index + 1);
    return null;
  }

  #back(): void {
    if (this.#page > 0) this.#page--;
    else if (this.#index > 0) {
      this.#goTo(this.#index - 1);
      this.#page = this.#pages().length - 1;
    }
  }

  /** Plays the step unless it has been played, and shows its first page. */
  #reveal(chosen: number | null): void {
    const take = this.#played.get(this.#index)?.take ?? this.#newTake();
    this.#played.set(this.#index, { take, chosen });
    this.#page = this.#pages().findLastIndex(({ kind }) => kind === 'question') + 1;
  }

  #again(): void {
    const chosen = this.#played.get(this.#index)?.chosen ?? null;
    this.#drop();
    this.#screen.forget();
    this.#reveal(chosen);
  }

  #newTake(): Take {
    return new Take(this.#lesson, this.#step(), {
      onTold: () => {
        this.#events.push('told');
        this.#wake();
      },
    });
  }

  /** Ends and drops the play of this step. */
  #drop(): void {
    const played = this.#played.get(this.#index);
    if (played === undefined) return;
    this.#played.delete(this.#index);
    this.#leaving.push(played.take.end());
  }

  #goTo(index: number): number | null {
    if (index !== this.#index && this.#played.get(this.#index)?.take.over === false) this.#drop();
    if (index >= this.#steps.length) {
      this.#keep(null);
      return EXIT.ok;
    }
    this.#enter(index);
    return null;
  }

  #enter(index: number): void {
    this.#index = index;
    this.#page = 0;
    this.#keep(index);
  }

  /** Saves the place. A failure to write must not stop the class: it is printed at the end. */
  #keep(index: number | null): void {
    try {
      keepPlace(this.#lesson, index);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.#problem = error.message;
    }
  }
}

function leaves(event: string): number | null {
  if (event === 'ctrl-c') return EXIT.interrupted;
  return event === 'q' || event === 'ctrl-d' ? EXIT.ok : null;
}

import type { Lesson } from '../course/lesson.ts';
import type { WalkStep } from './scene.ts';
import { type Audience, type Casting, type Evidence, Stage } from './stage.ts';

/** A message from a step to its audience. */
export type Told =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'show'; readonly evidence: Evidence }
  | { readonly kind: 'claim'; readonly holds: boolean; readonly text: string };

/** A step takes seconds: one that takes this long waits for an event that will not happen. */
const PATIENCE_MS = 60_000;
/** The time a play has to notice that its stage has ended. */
const LEAVE_MS = 5000;

interface TakeOptions extends Casting {
  /** Called with each message, and at the end of the play with null. */
  readonly onTold?: (told: Told | null) => void;
  readonly onStarted?: Audience['started'];
  /** Called when the step has been played, while its programs still run. */
  readonly onPlayed?: () => void;
  readonly withinMs?: number;
}

/** One play of a step on a stage of its own. Keeps the messages, so that they can be shown again. */
export class Take {
  readonly told: Told[] = [];
  /** Resolves when the play is over, by itself or because it was ended. */
  readonly settled: Promise<void>;
  readonly #stage: Stage;
  readonly #onTold: (told: Told | null) => void;
  #over = false;
  #ended = false;

  constructor(lesson: Lesson, step: WalkStep, options: TakeOptions = {}) {
    this.#onTold = options.onTold ?? (() => {});
    this.#stage = new Stage(
      lesson,
      {
        say: (text) => this.#tell({ kind: 'say', text }),
        show: (evidence) => this.#tell({ kind: 'show', evidence }),
        claim: (holds, text) => this.#tell({ kind: 'claim', holds, text }),
        started: (program, name) => options.onStarted?.(program, name),
      },
      options,
    );
    this.settled = this.#play(step, options);
  }

  /** Whether the play is over: no more messages follow. */
  get over(): boolean {
    return this.#over;
  }

  /** The claims that did not hold. */
  get red(): string[] {
    return this.told.flatMap((one) => (one.kind === 'claim' && !one.holds ? [one.text] : []));
  }

  /** Ends the programs of the step, and waits until the step has cleaned up. No more messages follow. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#stage.end();
    await settles(this.settled, LEAVE_MS);
  }

  async #play(step: WalkStep, { withinMs = PATIENCE_MS, onPlayed }: TakeOptions): Promise<void> {
    const play = step.play(this.#stage).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const problem = (await settles(play, withinMs)) ? await play : `it still waited after ${withinMs / 1000} seconds`;
    if (problem !== null) this.#tell({ kind: 'claim', holds: false, text: `this step plays to its end: ${problem}` });
    this.#over = true;
    if (!this.#ended) onPlayed?.();
    await this.#stage.end();
    await settles(play, LEAVE_MS);
    if (!this.#ended) this.#onTold(null);
  }

  #tell(told: Told): void {
    if (this.#ended || this.#over) return;
    this.told.push(told);
    this.#onTold(told);
  }
}

/** Waits for the end of some work, within a limit; returns whether it has ended. */
async function settles(work: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, withinMs, false);
  });
  const settled = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}

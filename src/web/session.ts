import { randomBytes } from 'node:crypto';
import { tokensOf } from '../course/files/code.ts';
import type { Lesson } from '../course/lesson.ts';
import { keyOf, type WalkStep } from '../stage/scene.ts';
import { codeOf, type ShownCode } from '../stage/shown-code.ts';
import { Play } from './play.ts';
import { type Action, type CodeView, NO_KERNEL, type PageState, type Phase, type StepView } from './protocol.ts';

/** The state of a step. */
interface Run {
  readonly phase: Phase;
  readonly chosen: number | null;
  readonly play: Play | null;
}

const NOT_YET: Run = { phase: 'asking', chosen: null, play: null };

/** The state shared by all tabs. A step that was played keeps its result until it is played again. */
export class Session {
  readonly #id = randomBytes(8).toString('hex');
  readonly #lesson: Lesson;
  readonly #steps: readonly WalkStep[];
  readonly #changed: (keys: readonly (keyof PageState)[]) => void;
  readonly #runs = new Map<number, Run>();
  /** One step plays at a time. */
  #ending: Promise<void> = Promise.resolve();
  #index = 0;

  constructor(lesson: Lesson, steps: readonly WalkStep[], changed: (keys: readonly (keyof PageState)[]) => void) {
    this.#lesson = lesson;
    this.#steps = steps;
    this.#changed = changed;
  }

  get state(): PageState {
    const step = this.#step;
    const { phase, chosen, play } = this.#run;
    return {
      server: this.#id,
      lesson: { id: this.#lesson.id, title: this.#lesson.title },
      titles: this.#steps.map(({ title }) => title),
      step: stepView(this.#lesson, step, this.#index),
      phase,
      chosen,
      told: play?.told ?? [],
      programs: play?.programs ?? [],
      kernel: play?.kernel ?? NO_KERNEL,
      lanes: play?.lanes ?? null,
      reveal: phase === 'done' ? { answer: step.predict.answer, proves: step.proves } : null,
    };
  }

  get #step(): WalkStep {
    const step = this.#steps[this.#index];
    if (step === undefined) throw new Error(`there is no step ${this.#index}`);
    return step;
  }

  get #run(): Run {
    return this.#runs.get(this.#index) ?? NOT_YET;
  }

  /** Handles an action of the page. An action that no longer fits, because another tab was first, is ignored. */
  act(action: Action): void {
    if (action.do === 'go') this.#go(action.step);
    else if (action.step === this.#index && this.#run.phase !== 'playing') this.#start(action.choice);
  }

  #go(index: number): void {
    if (this.#steps[index] === undefined || index === this.#index) return;
    this.#leave();
    this.#index = index;
    this.#changed(['step', 'phase', 'chosen', 'told', 'programs', 'kernel', 'lanes', 'reveal']);
  }

  /** Ends a step that still plays; it counts as not played. */
  #leave(): void {
    const { phase, play } = this.#run;
    if (phase !== 'playing') return;
    this.#runs.delete(this.#index);
    if (play !== null) this.#ending = Promise.all([this.#ending, play.stop()]).then(() => {});
  }

  #start(choice: number | null): void {
    const step = this.#step;
    const index = this.#index;
    const chosen = choice !== null && step.predict.choices[choice] !== undefined ? choice : null;
    const play = new Play(this.#lesson, (part) => {
      if (this.#index === index && this.#run.play === play) this.#changed([part]);
    });
    this.#runs.set(index, { phase: 'playing', chosen, play });
    this.#changed(['phase', 'chosen', 'told', 'programs', 'kernel', 'lanes', 'reveal']);
    const before = this.#ending;
    this.#ending = (async () => {
      await before;
      await play.run(step);
      if (this.#runs.get(index)?.play !== play) return;
      this.#runs.set(index, { phase: 'done', chosen, play });
      if (this.#index === index) this.#changed(['phase', 'programs', 'kernel', 'lanes', 'reveal']);
    })();
  }

  /** Ends the step that plays. */
  async end(): Promise<void> {
    this.#leave();
    await this.#ending;
  }
}

const stepView = (lesson: Lesson, step: WalkStep, index: number): StepView => ({
  index,
  title: step.title,
  say: step.say,
  code: step.code === undefined ? null : codeView(lesson, step.code),
  question: step.predict.question,
  choices: step.predict.choices.map((text) => ({ key: keyOf(text), text })),
});

function codeView(lesson: Lesson, code: ShownCode): CodeView {
  return {
    file: code.file,
    step: code.step,
    pieces: codeOf(lesson, code).map((lines) => lines.map(({ number, text }) => ({ number, tokens: tokensOf(text) }))),
  };
}

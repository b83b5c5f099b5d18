/** What the lab knows of a lesson. One object a lesson, in src/lab/lessons/. */
export interface Lesson {
  /** Two digits, as people type it. */
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  /** One sentence: what the learner can do afterwards. */
  readonly goal: string;
  /** What the learner edits, in reading order. */
  readonly files: readonly string[];
  readonly steps: readonly Step[];
  /** What `run` starts. */
  readonly run: RunRecipe;
  /** Known mistakes that the graded tests recognise, by id. */
  readonly mistakes: Readonly<Record<string, Mistake>>;
}

export interface Step {
  /** Shown to people; changes when lessons are renumbered. */
  readonly id: string;
  /** Never changes: progress is kept under it. */
  readonly key: string;
  readonly title: string;
  readonly file: string;
  /** From the idea to the call to the shape of the code. */
  readonly hints: readonly string[];
}

/** A mistake that many make, and the question that helps. */
export interface Mistake {
  /** What `demo` calls it. */
  readonly slug: string;
  /** Where it is made: often another step than the one whose test finds it. Not known of one in code that is given. */
  readonly step?: string;
  readonly name: string;
  readonly question: string;
}

export interface RunRecipe {
  readonly server: string;
  /** Options besides --port. */
  readonly args?: readonly string[];
  /** A line for people: how to talk to it. `PORT` is replaced. */
  readonly talk: string;
  /** It does not speak in lines: a person talks to it with `talk`, from another terminal. */
  readonly elsewhere?: true;
}

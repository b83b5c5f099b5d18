/** A lesson: the definition in lessons/NN-slug/lesson.ts, with `id` and `slug` from the name of that folder. */
export interface Lesson extends LessonDefinition {
  /** Two digits. */
  readonly id: string;
  readonly slug: string;
}

export interface LessonDefinition {
  readonly title: string;
  /** One sentence: the ability that the lesson teaches. */
  readonly goal: string;
  /** Learning goals, a sentence each. */
  readonly goals: readonly string[];
  /** The lessons that this one requires, by number. */
  readonly buildsOn: readonly string[];
  /** The time it takes a programmer who is new to network programming. */
  readonly hours: number;
  /** The files that the learner edits, in reading order: skeletons, generated from the reference. */
  readonly files: readonly string[];
  /** Complete programs beside them, stored in the lesson's folder only. */
  readonly given: readonly string[];
  /** Those of its files that it gives to later lessons, which import them as `#slug`; generated from the reference. */
  readonly library?: readonly string[];
  /** The libraries of earlier lessons that its programs import, by slug. */
  readonly uses?: readonly string[];
  readonly steps: readonly Step[];
  /** The programs of `run`. */
  readonly run: RunRecipe;
  /** Known mistakes that the graded tests recognise, by slug. */
  readonly diagnoses: Readonly<Record<string, Diagnosis>>;
}

export interface Step {
  /** Shown to the learner; changes when lessons are renumbered. */
  readonly id: string;
  /** Never changes: progress is stored under it. */
  readonly key: string;
  readonly title: string;
  readonly file: string;
}

/** A common mistake, and the question that helps. */
export interface Diagnosis {
  /** The step in which the mistake is made, often not the step whose test finds it. Absent for a mistake in given code. */
  readonly step?: string;
  readonly name: string;
  readonly question: string;
}

interface RunRecipe {
  readonly server: string;
  /** Options besides --port. */
  readonly args?: readonly string[];
  /** A shell command that talks to the server. `PORT` is replaced. */
  readonly talk: string;
  /** The server's protocol has no lines: talk to it with `talk` from another terminal. */
  readonly elsewhere?: true;
}

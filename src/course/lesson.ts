/** What the lab knows of a lesson: lessons/NN-slug/lesson.ts, and `id` and `slug` from the name of that folder. */
export interface Lesson extends LessonDefinition {
  /** Two digits, as people type it. */
  readonly id: string;
  readonly slug: string;
}

export interface LessonDefinition {
  readonly title: string;
  /** One sentence: what the learner can do afterwards. */
  readonly goal: string;
  /** What the learner can explain or do afterwards, a sentence each. */
  readonly goals: readonly string[];
  /** The lessons that this one takes for granted, by number. */
  readonly buildsOn: readonly string[];
  /** How long it takes somebody who programs, but not on the network. */
  readonly hours: number;
  /** What the learner edits, in reading order: skeletons, generated from the reference. */
  readonly files: readonly string[];
  /** Programs beside them that are complete. They are stored in the lesson's folder only. */
  readonly given: readonly string[];
  readonly steps: readonly Step[];
  /** What `run` starts. */
  readonly run: RunRecipe;
  /** Known mistakes that the graded tests recognise, by slug. */
  readonly diagnoses: Readonly<Record<string, Diagnosis>>;
}

export interface Step {
  /** Shown to people; changes when lessons are renumbered. */
  readonly id: string;
  /** Never changes: progress is kept under it. */
  readonly key: string;
  readonly title: string;
  readonly file: string;
}

/** A mistake that many make, and the question that helps. */
export interface Diagnosis {
  /** The step in which it is made, often not the step whose test finds it. Absent for a mistake in given code. */
  readonly step?: string;
  readonly name: string;
  readonly question: string;
}

export interface RunRecipe {
  readonly server: string;
  /** Options besides --port. */
  readonly args?: readonly string[];
  /** A command that talks to the server, for people. `PORT` is replaced. */
  readonly talk: string;
  /** The server does not speak in lines: a person talks to it with `talk`, from another terminal. */
  readonly elsewhere?: true;
}

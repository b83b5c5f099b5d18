/** `#lesson`: the functions with which the files of a lesson define it. */
import type { LessonDefinition } from './lesson.ts';
import type { MistakeDefinition } from './mistakes/known-mistakes.ts';
import type { StyleDefinition } from './mistakes/styles.ts';

export type { Diagnosis } from './lesson.ts';

/** The default export of lessons/NN-slug/lesson.ts. */
export const defineLesson = (lesson: LessonDefinition): LessonDefinition => lesson;

/** The default export of test/mistakes/NN/SLUG.ts. */
export const mistake = (definition: MistakeDefinition): MistakeDefinition => definition;

/** The default export of test/mistakes/styles/NN/SLUG.ts. */
export const style = (definition: StyleDefinition): StyleDefinition => definition;

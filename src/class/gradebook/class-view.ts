import { diagnosisOf, findLesson } from '../../course/registry.ts';
import type { Gradebook } from './gradebook.ts';
import type { GradedLesson } from './graded.ts';

/** A lesson as a class has done it. Of each person the submission that counts is looked at. */
export interface LessonView {
  readonly lesson: string;
  readonly title: string;
  readonly people: number;
  readonly complete: number;
  readonly untouched: number;
  readonly steps: readonly StepView[];
}

export interface StepView {
  readonly step: string;
  readonly title: string;
  /** The number of people who have all its points. */
  readonly complete: number;
  /** Those who have begun the lesson, and for whom this is the first step that misses points. */
  readonly stops: number;
  /** The names of the known mistakes that the failures here look like, the most common one first. */
  readonly mistakes: readonly { readonly name: string; readonly people: number }[];
}

export function classView({ columns, people }: Gradebook): LessonView[] {
  return columns.map(({ lesson, title }) => {
    const graded = people.flatMap(({ lessons }) => {
      const counted = lessons.get(lesson);
      return counted === undefined || counted === 'not graded' ? [] : [counted.graded];
    });
    const begun = graded.filter(({ untouched }) => !untouched);
    return {
      lesson,
      title,
      people: graded.length,
      complete: graded.filter((each) => stopOf(each) === null).length,
      untouched: graded.length - begun.length,
      steps: stepsIn(graded).map((step) => ({
        step,
        title: findLesson(lesson)?.steps.find(({ id }) => id === step)?.title ?? '',
        complete: graded.filter((each) => isComplete(each, step)).length,
        stops: begun.filter((each) => stopOf(each) === step).length,
        mistakes: mistakesIn(begun, lesson, step),
      })),
    };
  });
}

const stepsIn = (graded: readonly GradedLesson[]): string[] =>
  [...new Set(graded.flatMap(({ tests }) => tests.map(({ step }) => step)))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );

const isComplete = ({ tests }: GradedLesson, step: string): boolean =>
  tests.every((test) => test.step !== step || test.status === 'passed');

/** The first step that misses points; null where none does. */
const stopOf = (graded: GradedLesson): string | null =>
  stepsIn([graded]).find((step) => !isComplete(graded, step)) ?? null;

function mistakesIn(graded: readonly GradedLesson[], lesson: string, step: string): StepView['mistakes'] {
  const people = new Map<string, number>();
  for (const { tests } of graded) {
    const own = tests.flatMap((test) => (test.step === step ? (test.failure?.looksLike ?? []) : []));
    for (const slug of new Set(own)) people.set(slug, (people.get(slug) ?? 0) + 1);
  }
  return [...people]
    .sort(([, a], [, b]) => b - a)
    .map(([slug, count]) => ({ name: diagnosisOf(findLesson(lesson), slug)?.name ?? slug, people: count }));
}

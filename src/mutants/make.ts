import { regionsOf } from '../course/files/skeleton.ts';
import { referenceFiles } from '../course/files/targets.ts';
import type { Lesson } from '../course/lesson.ts';
import type { Mutant } from './mutant.ts';
import { changesOf } from './operators.ts';

/** The mutants of a lesson's reference, or of one step: changes of the code that a learner writes. */
export function mutantsOf(lesson: Lesson, step?: string): Mutant[] {
  return referenceFiles(lesson).flatMap(({ file, text }) => {
    const lines = text.split('\n');
    const regions = regionsOf(text).filter((region) => step === undefined || region.step === step);
    return changesOf(text).flatMap(({ start, end, replacement, change }) => {
      const from = text.slice(0, start).split('\n').length - 1;
      const to = text.slice(0, end).split('\n').length - 1;
      const region = regions.find(({ begin, end: last }) => begin < from && to < last);
      if (region === undefined) return [];
      const mutated = text.slice(0, start) + replacement + text.slice(end);
      return [{ file, step: region.step, at: from + 1, line: (lines[from] ?? '').trim(), change, text: mutated }];
    });
  });
}

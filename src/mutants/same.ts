import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../course/lesson.ts';
import { load } from '../host/load.ts';
import { PROJECT } from '../host/project.ts';
import type { SameProgram } from './mutant.ts';

/** The mutants of a lesson that are known to be the same program: test/mistakes/same/NN.ts, where no copy that is handed out has it. */
export async function samePrograms(lesson: Lesson): Promise<readonly SameProgram[]> {
  const path = join(PROJECT, 'test', 'mistakes', 'same', `${lesson.id}.ts`);
  if (!existsSync(path)) return [];
  return ((await load(path)) as { default: readonly SameProgram[] }).default;
}

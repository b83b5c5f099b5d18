import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from '../../host/load.ts';
import { PROJECT } from '../../host/project.ts';
import type { Lesson } from '../lesson.ts';
import type { KnownMistake, MistakeDefinition } from './known-mistakes.ts';

/** A right program in another style than the reference: edits of it that no graded test may mind. */
export type StyleDefinition = Pick<MistakeDefinition, 'edits'>;

/** The other styles of a lesson, test/mistakes/styles/NN/SLUG.ts, as mistakes that no test catches. */
export async function stylesOf(lesson: Lesson): Promise<KnownMistake[]> {
  const folder = join(PROJECT, 'test', 'mistakes', 'styles', lesson.id);
  const names = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(
    names.map(async (name) => {
      const module = (await load(join(folder, name))) as { default: StyleDefinition };
      return { slug: basename(name, '.ts'), edits: module.default.edits, fails: [] };
    }),
  );
}

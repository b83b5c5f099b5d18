import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from '../../host/load.ts';
import { PROJECT } from '../../host/project.ts';
import type { Lesson } from '../lesson.ts';
import type { KnownMistake, MistakeDefinition } from './known-mistakes.ts';

/** A right program in another style than the reference: edits of it that no graded test may mind. */
export type StyleDefinition = Pick<MistakeDefinition, 'edits'>;

/**
 * The other styles of a lesson, as mistakes that no test catches: test/mistakes/styles/NN/SLUG.ts, or a folder
 * test/mistakes/styles/NN/SLUG with a file for each program that the style changes.
 */
export async function stylesOf(lesson: Lesson): Promise<KnownMistake[]> {
  const folder = join(PROJECT, 'test', 'mistakes', 'styles', lesson.id);
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const files = name.endsWith('.ts') ? [path] : readdirSync(path).map((file) => join(path, file));
      const edits = await Promise.all(files.map(editsIn));
      return { slug: basename(name, '.ts'), edits: edits.flat(), fails: [] };
    }),
  );
}

async function editsIn(file: string): Promise<StyleDefinition['edits']> {
  return ((await load(file)) as { default: StyleDefinition }).default.edits;
}

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from '../../host/load.ts';
import { PROJECT } from '../../host/project.ts';
import { type LessonFile, referenceFiles, writeTarget } from '../files/targets.ts';
import type { Lesson } from '../lesson.ts';

/** A known mistake: a small edit of the solution, and the graded tests that must catch it. */
export interface KnownMistake extends MistakeDefinition {
  /** The name of its file, and the key of its diagnosis in the lesson: `unburied`. */
  readonly slug: string;
}

export interface MistakeDefinition {
  readonly edits: readonly Edit[];
  /** Titles of graded tests that must fail with this mistake's diagnosis. */
  readonly fails: readonly string[];
  /** Titles of graded tests that fail as well, because the evidence is the same. */
  readonly also?: readonly string[];
}

export interface Edit {
  readonly file: string;
  /** Text of the solution that occurs exactly once. */
  readonly find: string;
  readonly replace: string;
}

export async function mistakesOf(lesson: Lesson): Promise<KnownMistake[]> {
  const folder = join(PROJECT, 'test', 'mistakes', lesson.id);
  const files = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith('.ts'));
  const loaded = files.map(async (name): Promise<KnownMistake> => {
    const module = (await load(join(folder, name))) as { default: MistakeDefinition };
    return { slug: basename(name, '.ts'), ...module.default };
  });
  return Promise.all(loaded);
}

/** The solution's files with the edits of the mistake. */
export function makeMistake(lesson: Lesson, known: KnownMistake): LessonFile[] {
  return referenceFiles(lesson).map(({ file, text: right }) => {
    let text = right;
    for (const edit of known.edits.filter((candidate) => candidate.file === file)) {
      const parts = text.split(edit.find);
      if (parts.length !== 2)
        throw new Error(`${known.slug}: the text to replace occurs ${parts.length - 1} times in ${file}, not once`);
      text = parts.join(edit.replace);
    }
    return { file, text };
  });
}

/** Writes the solution with the mistake to a folder of its own; returns the root to grade or to run. */
export function writeMistake(lesson: Lesson, known: KnownMistake): string {
  return writeTarget(`${lesson.id}-${known.slug}`, lesson, makeMistake(lesson, known));
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT } from '../../host/project.ts';
import { writeTarget } from '../files/folders.ts';
import type { Lesson } from '../lesson.ts';
import { solutionDir } from '../registry.ts';

/** A known mistake: a small edit of the solution, and the graded tests that must catch it. */
export interface KnownMistake {
  readonly id: string;
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

/** Marks the default export of a file in test/mistakes/NN/. */
export const mistake = (known: KnownMistake): KnownMistake => known;

export async function mistakesOf(lesson: Lesson): Promise<KnownMistake[]> {
  const folder = join(PROJECT, 'test', 'mistakes', lesson.id);
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const loaded = files.map(
    async (name) => (await import(pathToFileURL(join(folder, name)).href)) as { default: KnownMistake },
  );
  return (await Promise.all(loaded)).map((module) => module.default);
}

/** The solution's files with the mistake made in them. */
export function makeMistake(lesson: Lesson, known: KnownMistake): { file: string; text: string }[] {
  return lesson.files.map((file) => {
    let text = readFileSync(join(solutionDir(lesson), file), 'utf8');
    for (const edit of known.edits.filter((candidate) => candidate.file === file)) {
      const parts = text.split(edit.find);
      if (parts.length !== 2)
        throw new Error(`${known.id}: the text to replace occurs ${parts.length - 1} times in ${file}, not once`);
      text = parts.join(edit.replace);
    }
    return { file, text };
  });
}

/** Writes the mistaken solution to a folder of its own; returns the root to grade or to run. */
export function writeMistake(lesson: Lesson, known: KnownMistake): string {
  return writeTarget(known.id, lesson, makeMistake(lesson, known));
}

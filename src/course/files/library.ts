import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../lesson.ts';
import { folderName, lessonDir, lessons, solutionDir } from '../registry.ts';
import { withoutRegions } from './skeleton.ts';
import type { LessonFile } from './targets.ts';

/** The library that a lesson gives to later ones, in lessons/SLUG: its reference without steps, and an index. */
export function libraryFiles(lesson: Lesson): LessonFile[] {
  const { library = [] } = lesson;
  if (library.length === 0) return [];
  const from = `// Made from solutions/${folderName(lesson)} by npm run skeletons: changes belong there.\n`;
  const files = library.map((file) => ({ file, text: from + withoutRegions(sourceOf(lesson, file)) }));
  const exported = library.map((file) => `export * from './${file}';\n`).join('');
  return [...files, { file: 'index.ts', text: from + exported }];
}

/** Given files are stored in lessons/ only. */
function sourceOf(lesson: Lesson, file: string): string {
  const path = join(solutionDir(lesson), file);
  return readFileSync(existsSync(path) ? path : join(lessonDir(lesson), file), 'utf8');
}

/** The lessons whose libraries this one imports. */
export const libraryLessons = ({ uses = [] }: Lesson): Lesson[] => lessons.filter(({ slug }) => uses.includes(slug));

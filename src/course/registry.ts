import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HAND_OUT } from '../host/hand-out.ts';
import { load as loadModule } from '../host/load.ts';
import { PROJECT } from '../host/project.ts';
import { Stop } from '../host/stop.ts';
import type { Diagnosis, Lesson, LessonDefinition } from './lesson.ts';

const LESSONS = join(PROJECT, 'lessons');
const PLANNED = join(LESSONS, 'planned.json');
const FOLDER = /^(\d\d)-([a-z0-9-]+)$/;

/** All lessons, in order: the folders lessons/NN-slug with a lesson.ts. */
export const lessons: readonly Lesson[] = await Promise.all(
  readdirSync(LESSONS)
    .sort()
    .filter((name) => FOLDER.test(name) && existsSync(join(LESSONS, name, 'lesson.ts')))
    .map(load),
);

async function load(folder: string): Promise<Lesson> {
  const [, id = '', slug = ''] = FOLDER.exec(folder) ?? [];
  const path = join(LESSONS, folder, 'lesson.ts');
  try {
    const module = (await loadModule(path)) as { default: LessonDefinition };
    return { ...module.default, id, slug };
  } catch (error) {
    throw new Stop(`lessons/${folder}/lesson.ts cannot be loaded: ${(error as Error).message}`);
  }
}

/** Lessons that are planned and not written, from lessons/planned.json; shown in the list. */
export const planned: readonly { readonly id: string; readonly title: string }[] = existsSync(PLANNED)
  ? JSON.parse(readFileSync(PLANNED, 'utf8'))
  : [];

export const folderName = (lesson: Lesson): string => `${lesson.id}-${lesson.slug}`;

export const lessonDir = (lesson: Lesson): string => join(LESSONS, folderName(lesson));

/** The folder of the library that a lesson gives to later ones. */
export const libraryDir = ({ slug }: Lesson): string => join(LESSONS, slug);

export const solutionDir = (lesson: Lesson): string => join(PROJECT, 'solutions', folderName(lesson));

export const hasSolution = (lesson: Lesson): boolean => existsSync(solutionDir(lesson));

/** The demos of a lesson: beside its reference, or in hand-out/; null where it has none. */
export function demoFile(lesson: Lesson): string | null {
  const places = [solutionDir(lesson), join(HAND_OUT, folderName(lesson))].map((folder) => join(folder, 'demo.ts'));
  return places.find((path) => existsSync(path)) ?? null;
}

/** Finds a lesson by `7`, `07`, `lesson07` or its slug. */
export function findLesson(text: string): Lesson | null {
  const id = /^(?:lesson)?(\d{1,2})$/.exec(text)?.[1]?.padStart(2, '0');
  return lessons.find((lesson) => lesson.id === id || lesson.slug === text) ?? null;
}

/** The diagnosis of a known mistake; null for an unknown slug. */
export function diagnosisOf(lesson: Lesson | null, slug: string | undefined): Diagnosis | null {
  if (lesson === null || slug === undefined || !Object.hasOwn(lesson.diagnoses, slug)) return null;
  return lesson.diagnoses[slug] ?? null;
}

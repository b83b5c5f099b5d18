import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../host/project.ts';
import type { Lesson } from '../lesson.ts';
import { folderName, lessons } from '../registry.ts';

/** Every lesson folder is in the registry or a library, and each lesson has its files, tests and known mistakes. */
export function folderProblems(): string[] {
  const names = [...lessons.map(folderName), ...libraries()];
  const stray = ['lessons', 'solutions'].flatMap((root) =>
    folders(root)
      .filter((name) => !names.includes(name))
      .map((name) => `${root}/${name} is no lesson of the registry`),
  );
  const missing = lessons.flatMap((lesson) =>
    [
      ...lesson.files.map((file) => `solutions/${folderName(lesson)}/${file}`),
      `lessons/${folderName(lesson)}/README.md`,
      `lessons/${folderName(lesson)}/hints.md`,
      `solutions/${folderName(lesson)}/demo.ts`,
      `solutions/${folderName(lesson)}/walkthrough.ts`,
      `test/lesson${lesson.id}/graded.test.ts`,
    ]
      .filter((path) => !existsSync(join(PROJECT, path)))
      .map((path) => `${path} is missing`),
  );
  return [...stray, ...missing];
}

/** The slugs of the lessons that give a library to later ones. */
const libraries = (): string[] => lessons.filter(({ library }) => library !== undefined).map(({ slug }) => slug);

function folders(root: string): string[] {
  const path = join(PROJECT, root);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** Every lesson has steps; a step has a unique key, an id of its lesson and a file of its lesson. */
export function stepProblems(): string[] {
  const steps = lessons.flatMap((lesson) => lesson.steps.map((step) => ({ lesson, step })));
  const keys = steps.map(({ step }) => step.key);
  return [
    ...lessons.filter(({ steps: own }) => own.length === 0).map(({ id }) => `lesson ${id} has no steps`),
    ...keys.filter((key, i) => keys.indexOf(key) !== i).map((key) => `the key ${key} is used twice`),
    ...steps.flatMap(({ lesson, step }) => [
      ...(step.id.startsWith(`${lesson.id}.`) ? [] : [`step ${step.id} stands in lesson ${lesson.id}`]),
      ...(lesson.files.includes(step.file) ? [] : [`step ${step.id} names ${step.file}, no file of its lesson`]),
    ]),
    ...lessons.flatMap(diagnosisProblems),
    ...lessons.flatMap(libraryProblems),
  ];
}

function diagnosisProblems(lesson: Lesson): string[] {
  const ids = lesson.steps.map(({ id }) => id);
  return Object.entries(lesson.diagnoses).flatMap(([slug, { step, name, question }]) => [
    ...(name.trim() === '' ? [`the diagnosis ${slug} of lesson ${lesson.id} has no name`] : []),
    ...(question.trim() === '' ? [`the diagnosis ${slug} of lesson ${lesson.id} has no question`] : []),
    ...(step === undefined || ids.includes(step) ? [] : [`the diagnosis ${slug} names ${step}, no step of its lesson`]),
  ]);
}

/** A lesson uses libraries of lessons before it; package.json names each. */
function libraryProblems({ id, slug, library, uses = [] }: Lesson): string[] {
  const earlier = lessons
    .filter((lesson) => lesson.library !== undefined && lesson.id < id)
    .map((lesson) => lesson.slug);
  const { imports } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { imports: object };
  return [
    ...uses
      .filter((name) => !earlier.includes(name))
      .map((name) => `lesson ${id} uses ${name}, no library of a lesson before it`),
    ...(library === undefined || `#${slug}` in imports
      ? []
      : [`package.json has no import "#${slug}": ./lessons/${slug}/index.ts`]),
  ];
}

/** The lock file names no registry: whoever clones takes the packages from theirs. */
export function lockProblems(): string[] {
  const lock = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string }>;
  };
  return Object.entries(lock.packages)
    .filter(([, { resolved }]) => resolved !== undefined)
    .map(([name, { resolved }]) => `package-lock.json takes ${name} from ${resolved}`);
}

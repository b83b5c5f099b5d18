import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import type { Lesson } from '../course/lesson.ts';
import { lessons as allLessons, demoFile, folderName } from '../course/registry.ts';
import { PROJECT } from '../host/project.ts';

/** What a copy needs to install itself and to start. */
const WHOLE = [
  '.devcontainer/devcontainer.json',
  '.editorconfig',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  'CHANGELOG.md',
  'LICENSE',
  'package-lock.json',
  'tools/built-cli.mjs',
  'tools/esbuild',
  'tools/start.mjs',
  'tsconfig.json',
];

/** The authors' own rooms. */
const AUTHORS = ['src/mutants/', 'src/hand-out/'];

const LIBRARIES = allLessons.filter(({ library }) => library !== undefined).map(({ slug }) => `lessons/${slug}/`);

/** Rooms from which only what the lessons use is handed out: the rest answers other lessons, or serves the house. */
const BY_NEED = ['src/program/', 'test/support/', ...LIBRARIES];

/**
 * The files to copy as they are, of those that git tracks. The lessons' own files, the handouts, package.json and the
 * built programs are made. Nothing of solutions/ and test/mistakes/ is in it.
 */
export async function contents(tracked: readonly string[], lessons: readonly Lesson[]): Promise<string[]> {
  const needed = await neededBy(lessons);
  return tracked.filter((path) => {
    if (WHOLE.includes(path)) return true;
    if (lessons.some((lesson) => isOfLesson(path, lesson))) return true;
    if (!['src/', ...BY_NEED].some((room) => path.startsWith(room))) return false;
    if (AUTHORS.some((room) => path.startsWith(room))) return false;
    return !path.endsWith('.ts') || needed.has(path) || !BY_NEED.some((room) => path.startsWith(room));
  });
}

/** The graded tests of a lesson, and what is in its folder but for the handout, the hints and the learner's files. */
function isOfLesson(path: string, lesson: Lesson): boolean {
  if (path.startsWith(`test/lesson${lesson.id}/`)) return true;
  const folder = `lessons/${folderName(lesson)}/`;
  return path.startsWith(folder) && !made(lesson).includes(path.slice(folder.length));
}

const made = (lesson: Lesson): readonly string[] => [...lesson.files, 'README.md', 'hints.md'];

/** All files that lessons, their tests and their demos import. */
async function neededBy(lessons: readonly Lesson[]): Promise<ReadonlySet<string>> {
  const entries = lessons.flatMap((lesson) => {
    const demo = demoFile(lesson);
    return [
      ...tsFilesIn(join('lessons', folderName(lesson))),
      ...tsFilesIn(join('test', `lesson${lesson.id}`)),
      ...(demo === null ? [] : [relative(PROJECT, demo)]),
    ];
  });
  const { metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: ['src/program/index.ts', ...entries],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outdir: dirname(PROJECT),
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return new Set(Object.keys(metafile.inputs));
}

const tsFilesIn = (folder: string): string[] =>
  readdirSync(join(PROJECT, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

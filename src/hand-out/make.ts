import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { skeletons } from '../course/files/targets.ts';
import { firstHints, hintsText } from '../course/hints.ts';
import type { Lesson } from '../course/lesson.ts';
import { demoFile, folderName, lessonDir } from '../course/registry.ts';
import { hashOf, type Stamp } from '../host/hand-out.ts';
import { PROJECT } from '../host/project.ts';
import { Stop } from '../host/stop.ts';
import { contents } from './contents.ts';
import { handoutPage, packageJson, readme } from './pages.ts';
import { buildPrograms, type HandedOutPrograms } from './programs.ts';

export interface HandOutOrder {
  readonly folder: string;
  readonly lessons: readonly Lesson[];
  /** The number of hints that each step keeps. */
  readonly hints: number;
  readonly onLesson?: (lesson: Lesson) => void;
}

/** Writes a students' copy into an empty folder and returns its stamp. */
export async function makeHandOut({ folder, lessons, hints, onLesson }: HandOutOrder): Promise<Stamp> {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string };
  const commit = git('describe', '--always', '--abbrev=12', '--exclude=*', '--dirty=-changed').trim();
  const copied = await contents(git('ls-files', '-z').split('\0'), lessons);
  for (const path of copied) copy(path, folder);
  put('package.json', packageJson(copied));
  put('README.md', readme(lessons, `${version} (${commit})`));
  const built: HandedOutPrograms[] = [];
  for (const lesson of lessons) {
    onLesson?.(lesson);
    const own = `lessons/${folderName(lesson)}`;
    put(`${own}/README.md`, handoutPage(readFileSync(join(lessonDir(lesson), 'README.md'), 'utf8')));
    put(`${own}/hints.md`, firstHints(hintsText(lesson), hints));
    for (const { file, text } of skeletons(lesson)) {
      put(`${own}/${file}`, text);
      put(`hand-out/skeletons/${folderName(lesson)}/${file}`, text);
    }
    const demo = demoFile(lesson);
    if (demo === null) continue;
    for (const file of filesOfDemo(demo, lesson))
      put(`hand-out/${folderName(lesson)}/${file}`, readFileSync(join(dirname(demo), file), 'utf8'));
    built.push(await buildPrograms(lesson, join(folder, 'hand-out', 'programs')));
  }
  put('hand-out/programs.json', json(Object.assign({}, ...built.map(({ programs }) => programs))));
  put('hand-out/mistakes.json', json(Object.fromEntries(lessons.map(({ id }, i) => [id, built[i]?.mistakes ?? {}]))));
  const ids = lessons.map(({ id }) => id);
  const stamp: Stamp = { version, commit, lessons: ids, hints, files: hashes(folder, lessons) };
  put('hand-out/stamp.json', json(stamp));
  return stamp;
}

/** The demo and its own helpers: neither programs of the lesson, which are handed out built, nor a teacher's walkthrough. */
const filesOfDemo = (demo: string, lesson: Lesson): string[] =>
  readdirSync(dirname(demo)).filter(
    (file) => file.endsWith('.ts') && file !== 'walkthrough.ts' && !existsSync(join(lessonDir(lesson), file)),
  );

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

function copy(path: string, folder: string): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(PROJECT, path), target);
}

/** The files of a copy with their SHA-256, without the learners' own ones. */
function hashes(folder: string, lessons: readonly Lesson[]): Record<string, string> {
  const own = new Set(lessons.flatMap((lesson) => lesson.files.map((file) => `lessons/${folderName(lesson)}/${file}`)));
  const paths = filesIn(folder).map((path) => relative(folder, path));
  return Object.fromEntries(
    paths
      .filter((path) => !own.has(path))
      .sort()
      .map((path) => [path, hashOf(join(folder, path)) ?? '']),
  );
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

/** Makes a repository with a first commit in the copy; false where git is not installed. */
export function firstCommit(folder: string, message: string): boolean {
  const author = ['-c', 'user.name=netlab', '-c', 'user.email=netlab@localhost', '-c', 'commit.gpgsign=false'];
  return [
    ['init', '-q'],
    ['add', '-A'],
    [...author, 'commit', '-q', '-m', message],
  ].every((args) => spawnSync('git', args, { cwd: folder, stdio: 'ignore' }).status === 0);
}

function git(...args: string[]): string {
  const { status, stdout } = spawnSync('git', args, { cwd: PROJECT, encoding: 'utf8' });
  if (status !== 0)
    throw new Stop('A copy is made from what git tracks, and git is not here, or this is no repository.');
  return stdout;
}

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { referenceFolder } from '../course/files/reference.ts';
import type { Lesson } from '../course/lesson.ts';
import { mistakesOf } from '../course/mistakes/known-mistakes.ts';
import { type MistakesList, mistakeRoot, playable } from '../course/mistakes/playable.ts';
import { demoFile, folderName } from '../course/registry.ts';
import { inParallel } from '../host/in-parallel.ts';
import { load } from '../host/load.ts';
import { TARGETS } from '../host/project.ts';
import { BUNDLE, threadEntry } from '../kit/process/build.ts';
import { mainPath, PROGRAMS, type ProgramsList } from '../kit/process/handed-out.ts';
import { ownUrls } from '../kit/process/own-urls.ts';
import type { Scene } from '../stage/scene.ts';
import { BUILT } from '../sys/threads/thread.ts';

export interface HandedOutPrograms {
  readonly programs: ProgramsList;
  readonly mistakes: MistakesList[string];
}

const AT_ONCE = 4;

/** Builds the programs of a lesson's reference and of all its known mistakes into `folder`, without sources and names. */
export async function buildPrograms(lesson: Lesson, folder: string): Promise<HandedOutPrograms> {
  mkdirSync(folder, { recursive: true });
  const programs: Record<string, string> = {};
  const add = async (root: string): Promise<void> => {
    for (const file of [...lesson.files, ...lesson.given]) {
      const path = join(root, folderName(lesson), file);
      programs[relative(TARGETS, path)] = await buildInto(folder, path);
    }
  };
  await add(dirname(referenceFolder(folderName(lesson))));
  const mistakes: Record<string, string> = {};
  await inParallel(await toPlay(lesson), AT_ONCE, async (slugs) => {
    const made = await playable(lesson, slugs);
    if (made?.test === undefined) return;
    mistakes[slugs.join('+')] = made.test;
    await add(join(TARGETS, mistakeRoot(lesson, slugs)));
  });
  return { programs: inOrder(programs), mistakes: inOrder(mistakes) };
}

const inOrder = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => a.localeCompare(b)));

/** Each known mistake, and those that a demo puts together. */
async function toPlay(lesson: Lesson): Promise<(readonly string[])[]> {
  const demo = demoFile(lesson);
  const scenes = demo === null ? [] : ((await load(demo)) as { scenes: readonly Scene[] }).scenes;
  const together = scenes.flatMap((scene) => (scene.together === undefined ? [] : [scene.together]));
  return [...(await mistakesOf(lesson)).map(({ slug }) => [slug]), ...together];
}

/** Returns the name of the built file in `folder`: programs with the same code share one. */
async function buildInto(folder: string, file: string): Promise<string> {
  return bundleInto(folder, { entryPoints: [file] });
}

async function bundleInto(folder: string, entry: Pick<BuildOptions, 'entryPoints' | 'stdin'>): Promise<string> {
  const { outputFiles } = await build({
    ...BUNDLE,
    ...entry,
    minify: true,
    legalComments: 'none',
    outdir: folder,
    plugins: [
      ownUrls({
        moduleUrl: (path) => relativeUrl(path.startsWith(TARGETS) ? mainPath(path) : path),
        threadUrl: async (path) => {
          const name = await bundleInto(folder, threadEntry(path));
          return `new URL(${JSON.stringify(`./${name}?${BUILT}`)}, import.meta.url)`;
        },
      }),
    ],
  });
  const code = outputFiles?.[0]?.contents ?? new Uint8Array();
  const name = `${createHash('sha256').update(code).digest('hex').slice(0, 16)}.mjs`;
  writeFileSync(join(folder, name), code);
  return name;
}

/** The URL that a source has in the copy, wherever the copy is. */
const relativeUrl = (path: string): string =>
  `new URL(${JSON.stringify(encodeURI(relative(PROGRAMS, path)))}, import.meta.url).href`;

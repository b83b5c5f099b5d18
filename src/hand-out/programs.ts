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
import { PROJECT, TARGETS } from '../host/project.ts';
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
    const paths = [...lesson.files, ...lesson.given].map((file) => join(root, folderName(lesson), file));
    for (const [path, name] of await buildInto(folder, paths)) programs[relative(TARGETS, path)] = name;
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

/** Builds each file with what it imports, in one run that reads each source once. Returns their names in `folder`: programs with the same code share one. */
async function buildInto(folder: string, paths: readonly string[]): Promise<Map<string, string>> {
  const threads = new Map<string, Promise<string>>();
  const buildThread = async (path: string): Promise<string> => {
    const [one] = await bundle(threadEntry(path));
    return written(folder, one as Bundle);
  };
  const threadName = (path: string): Promise<string> => {
    const name = threads.get(path) ?? buildThread(path);
    threads.set(path, name);
    return name;
  };
  const bundle = async (entry: Pick<BuildOptions, 'entryPoints' | 'stdin'>): Promise<readonly Bundle[]> => {
    const { outputFiles, metafile } = await build({
      ...BUNDLE,
      ...entry,
      write: false,
      metafile: true,
      minify: true,
      legalComments: 'none',
      outdir: folder,
      plugins: [
        ownUrls({
          moduleUrl: (path) => relativeUrl(path.startsWith(TARGETS) ? mainPath(path) : path),
          threadUrl: async (path) =>
            `new URL(${JSON.stringify(`./${await threadName(path)}?${BUILT}`)}, import.meta.url)`,
        }),
      ],
    });
    return outputFiles.map(({ path, contents }) => ({
      entry: metafile.outputs[relative(PROJECT, path)]?.entryPoint ?? '',
      contents,
    }));
  };
  const bundles = await bundle({ entryPoints: [...paths] });
  const names = new Map(bundles.map((one) => [join(PROJECT, one.entry), written(folder, one)]));
  const missing = paths.find((path) => !names.has(path));
  if (missing !== undefined) throw new Error(`${missing} was not built`);
  return names;
}

interface Bundle {
  /** The path of its source in the project. */
  readonly entry: string;
  readonly contents: Uint8Array;
}

function written(folder: string, { contents }: Bundle): string {
  const name = `${createHash('sha256').update(contents).digest('hex').slice(0, 16)}.mjs`;
  writeFileSync(join(folder, name), contents);
  return name;
}

/** The URL that a source has in the copy, wherever the copy is. */
const relativeUrl = (path: string): string =>
  `new URL(${JSON.stringify(encodeURI(relative(PROGRAMS, path)))}, import.meta.url).href`;

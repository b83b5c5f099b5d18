import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, BuildOptions } from 'esbuild';
import { writeAtomically } from '../../host/atomic-write.ts';
import { PROJECT } from '../../host/project.ts';
import { BUILT } from '../../sys/threads/thread.ts';
import { handedOutProgram } from './handed-out.ts';
import { layerAlone } from './layer-alone.ts';
import { ownLibrary } from './own-library.ts';
import { ownUrls } from './own-urls.ts';

/**
 * Lesson programs are bundled to one JavaScript file each before they start. A process under observation is then Node and
 * the program alone: no loader thread, no compiler process, and no module left to load after a fork.
 * The folder is below the project, so that the built file finds koffi.
 */
export const BUILD_DIR = process.env['LAB_BUILD_DIR'] ?? join(PROJECT, '.lab', 'build');

/** A program that cannot be built. The message is one sentence with file and line. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** The record of a build, kept beside the output: the next process reads it and need not load the compiler. */
interface Built {
  readonly output: string;
  /** The bundles that the output loads: the entries of its threads. */
  readonly parts: readonly string[];
  readonly inputs: readonly { readonly path: string; readonly stamp: string }[];
}

/** Builds `file` if it, or a file that it imports, has changed; returns the path to run. */
export async function buildProgram(file: string): Promise<string> {
  return handedOutProgram(file)?.output ?? (await buildOnce(file, 'program', { entryPoints: [file] })).output;
}

const THREAD_RUN = join(PROJECT, 'src', 'sys', 'threads', 'thread-run.ts');
const THREAD_OUTPUT = join(PROJECT, 'src', 'sys', 'threads', 'thread-output.mjs');

/** The entry of a thread, together with the code that starts a thread. */
export function threadEntry(file: string): Pick<BuildOptions, 'stdin'> {
  const contents = `import ${JSON.stringify(THREAD_OUTPUT)};
import { workerData } from 'node:worker_threads';
import { runThread } from ${JSON.stringify(THREAD_RUN)};
runThread(workerData, () => import(${JSON.stringify(file)}));`;
  return { stdin: { contents, resolveDir: PROJECT, sourcefile: 'thread.ts', loader: 'ts' } };
}

/** The options of every build of a lesson program. */
export const BUNDLE: BuildOptions = {
  absWorkingDir: PROJECT,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['koffi', 'tsx', 'tsx/*', 'cli-progress'],
  write: false,
  logLevel: 'silent',
};

async function buildOnce(
  file: string,
  as: 'program' | 'thread',
  entry: Pick<BuildOptions, 'entryPoints' | 'stdin'>,
): Promise<Built> {
  const record = join(BUILD_DIR, `${basename(file, '.ts')}-${as}-${sha256(file)}.json`);
  const known = readBuilt(record);
  if (known !== null) return known;
  const { build } = await import('esbuild');
  removeOld();
  const threads: Built[] = [];
  const own = new Map([[import.meta.filename, stamp(import.meta.filename)]]);
  const result = await build({
    ...BUNDLE,
    ...entry,
    sourcemap: 'inline',
    sourcesContent: false,
    keepNames: true,
    outdir: BUILD_DIR,
    plugins: [
      layerAlone,
      ownLibrary(file),
      ownUrls({
        reading: (path) => own.set(path, stamp(path)),
        moduleUrl: (path) => JSON.stringify(pathToFileURL(path).href),
        threadUrl: async (path) => {
          const thread = await buildOnce(path, 'thread', threadEntry(path));
          threads.push(thread);
          return `new URL(${JSON.stringify(`${pathToFileURL(thread.output).href}?${BUILT}`)})`;
        },
      }),
    ],
  }).catch((error: BuildFailure) => {
    throw new BuildError(sentence(error));
  });
  const code = result.outputFiles?.[0]?.contents ?? new Uint8Array();
  const output = join(BUILD_DIR, `${basename(file, '.ts')}-${sha256(file, code)}.mjs`);
  if (!existsSync(output)) writeAtomically(output, code);
  const inputs = [...own].map(([path, stamp]) => ({ path, stamp }));
  const done = {
    output,
    parts: threads.map((thread) => thread.output),
    inputs: [...inputs, ...threads.flatMap(({ inputs }) => inputs)],
  };
  writeAtomically(record, JSON.stringify(done));
  return done;
}

/** The build of a record; null when an input or an output has changed since. */
function readBuilt(record: string): Built | null {
  try {
    const built = JSON.parse(readFileSync(record, 'utf8')) as Built;
    const same = built.inputs.every(({ path, stamp: before }) => before !== RACY && stamp(path) === before);
    return same && [built.output, ...built.parts].every((path) => existsSync(path)) ? built : null;
  } catch {
    return null; // there is no record, or a damaged one
  }
}

const KEEP_MS = 24 * 3600 * 1000;
let removed = false;

/** Removes files older than a day: each save of a learner makes new ones, and an old one can be built again. */
function removeOld(): void {
  if (removed || !existsSync(BUILD_DIR)) return;
  removed = true;
  for (const name of readdirSync(BUILD_DIR)) {
    const path = join(BUILD_DIR, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > KEEP_MS) rmSync(path);
    } catch {} // another process has removed it
  }
}

const sha256 = (...parts: readonly (string | Uint8Array)[]): string =>
  parts
    .reduce((hash, part) => hash.update(part), createHash('sha256'))
    .digest('hex')
    .slice(0, 16);

/** A file that changed this recently may change again with the same timestamp: its stamp is not trusted. */
const RACY_MS = 20;
const RACY = 'changing';

/** A text that differs when the file has changed. */
function stamp(path: string): string {
  try {
    const { ctimeMs, size } = statSync(path);
    return Date.now() - ctimeMs < RACY_MS ? RACY : `${ctimeMs} ${size}`;
  } catch {
    return 'missing';
  }
}

function sentence(failure: BuildFailure): string {
  const first = failure.errors?.[0];
  if (first === undefined) return failure.message;
  const at = first.location;
  return at === null
    ? first.text
    : `${relative(PROJECT, join(PROJECT, at.file))}:${at.line}:${at.column + 1}: ${first.text}`;
}

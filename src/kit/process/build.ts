import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, BuildOptions, Plugin } from 'esbuild';
import { writeAtomically } from '../../host/atomic-write.ts';
import { PROJECT } from '../../host/project.ts';
import { BUILT } from '../../sys/threads/thread.ts';

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
  return (await buildOnce(file, 'program', { entryPoints: [file] })).output;
}

const THREAD_RUN = join(PROJECT, 'src', 'sys', 'threads', 'thread-run.ts');
const THREAD_OUTPUT = join(PROJECT, 'src', 'sys', 'threads', 'thread-output.mjs');

/** Builds the entry of a thread, together with the code that starts a thread. */
function buildThread(file: string): Promise<Built> {
  const contents = `import ${JSON.stringify(THREAD_OUTPUT)};
import { workerData } from 'node:worker_threads';
import { runThread } from ${JSON.stringify(THREAD_RUN)};
runThread(workerData, () => import(${JSON.stringify(file)}));`;
  return buildOnce(file, 'thread', {
    stdin: { contents, resolveDir: PROJECT, sourcefile: 'thread.ts', loader: 'ts' },
  });
}

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
    ...entry,
    absWorkingDir: PROJECT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['koffi', 'tsx', 'tsx/*', 'cli-progress'],
    sourcemap: 'inline',
    sourcesContent: false,
    keepNames: true,
    write: false,
    outdir: BUILD_DIR,
    logLevel: 'silent',
    plugins: [ownUrls(threads, own)],
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

const OWN = join(PROJECT, 'src') + sep;
const SOLUTIONS = join(PROJECT, 'solutions') + sep;

/** The given program in lessons/ that a reference means by a path where solutions/ has none: rootDirs of tsconfig.json. */
function givenFor(path: string): string | null {
  if (!path.startsWith(SOLUTIONS) || existsSync(path)) return null;
  return join(PROJECT, 'lessons', path.slice(SOLUTIONS.length));
}
const THREAD_URL = /new URL\(\s*(['"])(\.[^'"]+\.ts)\1,\s*import\.meta\.url\s*\)/g;

/**
 * Gives each module its own import.meta.url: in a bundle all modules share one, and `program` must know which was started.
 * A URL of another file is the entry of a thread, which is built as well.
 */
const ownUrls = (threads: Built[], stamps: Map<string, string>): Plugin => ({
  name: 'own-urls',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const given = givenFor(join(resolveDir, path));
      return given === null ? undefined : { path: given };
    });
    build.onLoad({ filter: /\.m?[jt]s$/ }, async ({ path }) => {
      stamps.set(path, stamp(path)); // before it is read
      let contents = readFileSync(path, 'utf8');
      const named = path.startsWith(OWN) ? [] : contents.matchAll(THREAD_URL); // doc comments of the layer show such URLs
      for (const [text, , entry = ''] of named) {
        const thread = await buildThread(join(dirname(path), entry));
        threads.push(thread);
        contents = contents.replace(
          text,
          `new URL(${JSON.stringify(`${pathToFileURL(thread.output).href}?${BUILT}`)})`,
        );
      }
      return {
        contents: contents.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
        loader: path.endsWith('.ts') ? 'ts' : 'js',
      };
    });
  },
});

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

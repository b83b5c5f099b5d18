import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, type BuildOptions, build as esbuild, type Plugin } from 'esbuild';
import { BUILT } from '../sys/thread.ts';
import { PROJECT } from './project.ts';

/**
 * Lesson programs are built to one JavaScript file each before they start. A process under observation is then
 * Node and the program, nothing else: no loader thread, no compiler process, and no module is left to load after a fork.
 * The folder is below the project, so that the built file finds koffi.
 */
const BUILD_DIR = process.env['LAB_BUILD_DIR'] ?? join(PROJECT, '.lab', 'build');

/** The program cannot be built. The message is one sentence with file and line. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

interface Built {
  readonly output: string;
  readonly inputs: readonly { path: string; mtimeMs: number }[];
}

const built = new Map<string, Built>();

/** Builds `file` if it, or anything it imports, has changed; returns the path to run. */
export async function buildProgram(file: string): Promise<string> {
  return (await buildOnce(file, 'program', { entryPoints: [file] })).output;
}

const THREAD_RUN = join(PROJECT, 'src', 'sys', 'thread-run.ts');
const THREAD_OUTPUT = join(PROJECT, 'src', 'sys', 'thread-output.mjs');

/** Builds the entry of a thread, with what starts it there. */
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
  const key = `${as} ${file}`;
  const known = built.get(key);
  if (known?.inputs.every(({ path, mtimeMs }) => modified(path) === mtimeMs)) return known;
  const threads: Built[] = [];
  const result = await esbuild({
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
    metafile: true,
    outdir: BUILD_DIR,
    logLevel: 'silent',
    plugins: [ownUrls(threads)],
  }).catch((error: BuildFailure) => {
    throw new BuildError(sentence(error));
  });
  const code = result.outputFiles?.[0]?.contents ?? new Uint8Array();
  const output = write(file, code);
  const paths = Object.keys(result.metafile?.inputs ?? {}).filter((path) => path !== 'thread.ts');
  const own = paths.map((path) => ({ path: join(PROJECT, path), mtimeMs: modified(join(PROJECT, path)) }));
  const done = { output, inputs: [...own, ...threads.flatMap(({ inputs }) => inputs)] };
  built.set(key, done);
  return done;
}

const OWN = join(PROJECT, 'src') + sep;
const THREAD_URL = /new URL\(\s*(['"])(\.[^'"]+\.ts)\1,\s*import\.meta\.url\s*\)/g;

/**
 * In one bundle all modules would share a URL; `program` must know which of them was started. And a URL of another
 * file is the entry of a thread: that is built as well.
 */
const ownUrls = (threads: Built[]): Plugin => ({
  name: 'own-urls',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      let contents = readFileSync(path, 'utf8');
      const named = path.startsWith(OWN) ? [] : contents.matchAll(THREAD_URL); // our own comments name some, too
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
        loader: 'ts',
      };
    });
  },
});

/** Named by its content, and renamed into place, so that builds side by side do not disturb each other. */
function write(file: string, code: Uint8Array): string {
  const hash = createHash('sha256').update(file).update(code).digest('hex').slice(0, 16);
  const output = join(BUILD_DIR, `${basename(file, '.ts')}-${hash}.mjs`);
  if (existsSync(output)) return output;
  mkdirSync(BUILD_DIR, { recursive: true });
  const draft = `${output}.${process.pid}`;
  writeFileSync(draft, code);
  renameSync(draft, output);
  return output;
}

const modified = (path: string): number => {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return -1;
  }
};

function sentence(failure: BuildFailure): string {
  const first = failure.errors?.[0];
  if (first === undefined) return failure.message;
  const at = first.location;
  return at === null
    ? first.text
    : `${relative(PROJECT, join(PROJECT, at.file))}:${at.line}:${at.column + 1}: ${first.text}`;
}

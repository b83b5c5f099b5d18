import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, build as esbuild, type Plugin } from 'esbuild';
import { PROJECT } from './project.ts';

/**
 * Lesson programs are built to one JavaScript file each before they start. A process under observation is then
 * Node and the program, nothing else: no loader thread, no compiler process, and no module is left to load after a fork.
 */
const BUILD_DIR = join(PROJECT, '.lab', 'build');

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
  const known = built.get(file);
  if (known?.inputs.every(({ path, mtimeMs }) => modified(path) === mtimeMs)) return known.output;
  const result = await esbuild({
    entryPoints: [file],
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
    plugins: [ownUrl],
  }).catch((error: BuildFailure) => {
    throw new BuildError(sentence(error));
  });
  const code = result.outputFiles[0]?.contents ?? new Uint8Array();
  const output = write(file, code);
  const inputs = Object.keys(result.metafile.inputs).map((path) => join(PROJECT, path));
  built.set(file, { output, inputs: inputs.map((path) => ({ path, mtimeMs: modified(path) })) });
  return output;
}

/** In one bundle all modules would share a URL; `program` must know which of them was started. */
const ownUrl: Plugin = {
  name: 'own-url',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    }));
  },
};

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

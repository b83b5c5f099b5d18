// The commands and the graded tests as plain JavaScript: bundled by esbuild, and kept until a source file changes. Node loads
// them in a quarter of the time that TypeScript takes.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';

/** A file that changed this shortly before the build may change again with the same time stamp. */
const RACY_MS = 20;
const KEEP_MS = 24 * 3600 * 1000;

/** The built modules by the paths of their sources; null where they cannot be built: loading the sources tells why. */
export async function builtModules(project) {
  const room = join(project, '.lab', 'cli');
  const groups = groupsOf(project);
  const known = readRecord(join(room, 'built.json'), project, Object.values(groups).flat());
  if (known !== null) return known;
  const before = process.umask(0o022); // the user of a cage reads them, too
  try {
    return await build(project, room, groups);
  } catch {
    return null;
  } finally {
    process.umask(before);
  }
}

/**
 * The command line with the files that are imported by their paths, and the runner with the graded tests: a folder of its own, because
 * a cage shows it to submissions.
 */
function groupsOf(project) {
  const found = (folder, name) =>
    namesIn(join(project, folder))
      .filter((entry) => /^(lesson)?\d\d/.test(entry))
      .flatMap((entry) =>
        namesIn(join(project, folder, entry))
          .filter((file) => name.test(file))
          .map((file) => join(project, folder, entry, file)),
      );
  return {
    cli: [
      join(project, 'src', 'cli', 'main.ts'),
      ...found('lessons', /^lesson\.ts$/),
      ...found('solutions', /^(demo|walkthrough)\.ts$/),
      ...found('test/mistakes', /\.ts$/),
    ],
    tests: [join(project, 'src', 'grading', 'runner', 'run-tests.ts'), ...found('test', /^graded\.test\.ts$/)],
  };
}

function namesIn(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // what is handed out to students lacks some
  }
}

/** The modules of the last build; null when an input has changed since, or one has come or gone. */
function readRecord(path, project, entries) {
  try {
    const { from, modules, inputs } = JSON.parse(readFileSync(path, 'utf8'));
    const same =
      from === project &&
      Object.keys(modules).join() === entries.join() &&
      inputs.every(([input, before]) => stamp(input) === before);
    return same && statSync(modules[entries[0]]).isFile() ? modules : null;
  } catch {
    return null; // there is no record, or an input is missing
  }
}

async function build(project, room, groups) {
  const began = Date.now();
  const name = `${began}-${process.pid}`;
  mkdirSync(room, { recursive: true });
  removeOld(room);
  const built = await Promise.all(
    Object.entries(groups).map(([group, entries]) => buildInto(join(room, `${name}-${group}`), project, entries)),
  );
  const modules = Object.assign({}, ...built.map((each) => each.modules));
  const sources = new Set([
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    ...built.flatMap((each) => each.inputs),
  ]);
  const inputs = [import.meta.filename, ...[...sources].map((source) => join(project, source))];
  if (inputs.every((path) => statSync(path).ctimeMs < began - RACY_MS)) {
    const record = { from: project, modules, inputs: inputs.map((path) => [path, stamp(path)]) };
    const path = join(room, `${name}.json`);
    writeFileSync(path, JSON.stringify(record));
    renameSync(path, join(room, 'built.json'));
  }
  return modules;
}

async function buildInto(outdir, project, entries) {
  mkdirSync(outdir);
  const esbuild = await import('esbuild');
  const { metafile } = await esbuild.build({
    // Relative, because esbuild takes a `*` in a path for a pattern.
    entryPoints: entries.map((entry) => relative(project, entry)),
    absWorkingDir: project,
    outbase: '.',
    outdir: relative(project, outdir),
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    define: { 'import.meta.url': 'ownUrl', 'import.meta.filename': 'ownFile' },
    sourcemap: 'linked',
    sourcesContent: false,
    keepNames: true,
    metafile: true,
    logLevel: 'silent',
    plugins: [ownPlaces],
  });
  const moduleOf = (entry) => join(outdir, relative(project, entry).replace(/\.ts$/, '.js'));
  return {
    modules: Object.fromEntries(entries.map((entry) => [entry, moduleOf(entry)])),
    inputs: Object.keys(metafile.inputs),
  };
}

/** Gives each module its own import.meta.url: in a bundle, modules share one. */
const ownPlaces = {
  name: 'own-places',
  setup(build) {
    const project = build.initialOptions.absWorkingDir;
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.')) return { contents: text, loader: 'ts' };
      return { contents: placeOf(project, relative(project, path)) + text, loader: 'ts' };
    });
  },
};

/** In a cage the project is seen at another place, LAB_PROJECT. */
const placeOf = (project, path) =>
  `
import { join as ownJoin } from 'node:path';
import { pathToFileURL as ownUrlOf } from 'node:url';
const ownFile = ownJoin(process.env.LAB_PROJECT ?? ${JSON.stringify(project)}, ${JSON.stringify(path)}), ownUrl = ownUrlOf(ownFile).href;
`.replaceAll('\n', ';');

/** Removes builds older than a day: a command that runs may still load parts of a newer one. */
function removeOld(room) {
  for (const name of readdirSync(room)) {
    if (/^\d+-\d+-/.test(name) && Date.now() - Number.parseInt(name, 10) > KEEP_MS)
      rmSync(join(room, name), { recursive: true, force: true });
  }
}

function stamp(path) {
  const { ctimeMs, size } = statSync(path);
  return `${ctimeMs} ${size}`;
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { PROJECT } from '../../host/project.ts';
import { handedOutProgram } from './handed-out.ts';

/** JavaScript expressions for the URLs that a bundle contains. */
export interface OwnUrls {
  /** The module's own URL, in the place of import.meta.url. */
  moduleUrl(path: string): string;
  /** A `URL` of the bundle of a thread's entry. */
  threadUrl(entry: string): Promise<string>;
  /** Called before a module is read. */
  reading?(path: string): void;
}

const OWN = join(PROJECT, 'src') + sep;
const SOLUTIONS = join(PROJECT, 'solutions') + sep;
const THREAD_URL = /new URL\(\s*(['"])(\.[^'"]+\.ts)\1,\s*import\.meta\.url\s*\)/g;

/**
 * Gives each module its own import.meta.url: in a bundle all modules share one, and `program` must know which was started.
 * A URL of another file is the entry of a thread, which is built as well.
 */
export const ownUrls = (urls: OwnUrls): Plugin => ({
  name: 'own-urls',
  setup(build) {
    const withUrl = (text: string, path: string): string => text.replaceAll('import.meta.url', urls.moduleUrl(path));
    build.onResolve({ filter: /^\.?\.?\// }, ({ path, resolveDir }) => {
      const file = join(path.startsWith('/') ? '' : resolveDir, path);
      const elsewhere = givenFor(file) ?? handedOutProgram(file)?.output;
      return elsewhere === undefined ? undefined : { path: elsewhere };
    });
    build.onLoad({ filter: /\.m?[jt]s$/ }, async ({ path }) => {
      urls.reading?.(path);
      const text = readFileSync(path, 'utf8');
      // Doc comments of the layer show such URLs.
      const named = path.startsWith(OWN) ? [] : [...text.matchAll(THREAD_URL)];
      let contents = '';
      let done = 0;
      for (const match of named) {
        contents += withUrl(text.slice(done, match.index), path);
        contents += await urls.threadUrl(join(dirname(path), match[2] ?? ''));
        done = match.index + match[0].length;
      }
      contents += withUrl(text.slice(done), path);
      return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
    });
  },
});

/** The given program in lessons/ that a reference means by a path where solutions/ has none: rootDirs of tsconfig.json. */
function givenFor(path: string): string | undefined {
  if (!path.startsWith(SOLUTIONS) || existsSync(path)) return undefined;
  return join(PROJECT, 'lessons', path.slice(SOLUTIONS.length));
}

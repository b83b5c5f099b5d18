import { pathToFileURL } from 'node:url';

let built: Readonly<Record<string, string>> | null = null;

/** From now on `load` takes these modules, which were built from the files that are their keys. */
export function useBuilt(modules: Readonly<Record<string, string>>): void {
  built = modules;
}

/** Imports a TypeScript file by its path. */
export async function load(path: string): Promise<unknown> {
  const module = built?.[path];
  // A file that came after the build. Without a build, the loader is there already.
  if (built !== null && module === undefined) (await import('tsx/esm/api')).register();
  return import(pathToFileURL(module ?? path).href);
}

import { basename, dirname, join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { PROJECT } from '../../host/project.ts';

/** Keeps the library that is made from a lesson out of that lesson's own programs: it answers their steps. */
export const ownLibrary = (program: string): Plugin => ({
  name: 'own-library',
  setup(build) {
    const slug = /^\d\d-(.+)$/.exec(basename(dirname(program)))?.[1];
    if (slug === undefined) return;
    const folder = join(PROJECT, 'lessons', slug) + sep;
    build.onLoad({ filter: new RegExp(`/${slug}/[^/]+$`) }, ({ path }) => {
      if (!path.startsWith(folder)) return undefined;
      const text = `${relative(PROJECT, path)} is for later lessons: this lesson writes what is in it`;
      return { errors: [{ text }] };
    });
  },
});
